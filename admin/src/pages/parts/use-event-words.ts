import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

const WITH_METHOD = ['sign_in.completed', 'verification.failed', 'step_up.completed'] as const;
const WITH_NAME = ['factor.added', 'factor.renamed', 'factor.removed'] as const;

/**
 * An event in one line, without actor or person: the table has columns for them, and on My Security they're the reader.
 */
export const useEventWords = () => {
  const t = useWords('activity');
  const shared = useWords('shared');
  return ({ type, method, details }: Pick<AuditEventRow, 'type' | 'method' | 'details'>): string => {
    const proving = WITH_METHOD.find((known) => known === type);
    if (proving && method) return t(`event.${proving}.with`, { method: shared(`method.${method}.name`) });
    const naming = WITH_NAME.find((known) => known === type);
    const name = details['name'];
    if (naming && typeof name === 'string') return t(`event.${naming}.named`, { name });
    return t(`event.${type}`);
  };
};
