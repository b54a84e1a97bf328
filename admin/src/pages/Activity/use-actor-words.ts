import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

/** Names the actor and the person, even if the account was deleted. */
export const useActorWords = () => {
  const t = useWords('activity');
  const name = ({ id, email }: { id: number | null; email: string | null }): string => {
    if (email !== null) return email;
    return id === null ? '–' : t('person.deleted');
  };
  const person = ({ target, actor }: AuditEventRow): string =>
    target.id === null && target.email === null ? name(actor) : name(target);
  const actor = (row: AuditEventRow): string => {
    if (row.actor.kind === 'cli') return t('actor.cli');
    if (row.actor.kind === 'system') return t('actor.system');
    const self = row.actor.id !== null && (row.target.id === null || row.target.id === row.actor.id);
    return self ? t('actor.self') : name(row.actor);
  };
  return { person, actor };
};
