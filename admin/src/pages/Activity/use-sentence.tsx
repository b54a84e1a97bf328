import { type ReactNode } from 'react';

import { useIntl } from 'react-intl';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { PLUGIN_ID } from '../../../../shared/contracts/ids';
import { useWords } from '../../i18n';

/** What people are called today, by ID. */
export type Names = Readonly<Record<string, string>>;

/** Someone in an event: a person, deleted or not, or what isn't a person. */
export interface Party {
  id: number | null;
  email: string | null;
  /** The name, else the address. */
  label: string;
}

const isPresent = ({ id, email }: { id: number | null; email: string | null }): boolean =>
  id !== null || email !== null;

/** Whether someone else did it than the person it's about. */
const isByOther = ({ actor, target }: AuditEventRow): boolean =>
  actor.kind !== 'user' || (actor.id !== null && target.id !== null && actor.id !== target.id);

/** Who an event is about, and who did it if that's someone else. */
export const useParties = (names: Names) => {
  const t = useWords('events');
  const partyOf = ({ id, email }: { id: number | null; email: string | null }): Party => ({
    id,
    email,
    label: (id === null ? null : names[String(id)]) ?? email ?? t(id === null ? 'actor.nobody' : 'actor.deleted'),
  });
  const actorOf = (row: AuditEventRow): Party => {
    if (row.actor.kind === 'user') return partyOf(row.actor);
    return { id: null, email: null, label: t(row.actor.kind === 'cli' ? 'actor.cli' : 'actor.system') };
  };
  return (row: AuditEventRow): { person: Party; actor: Party; byOther: boolean } => {
    const actor = actorOf(row);
    return { person: isPresent(row.target) ? partyOf(row.target) : actor, actor, byOther: isByOther(row) };
  };
};

/** The forms of a sentence from the most specific to the plain one. */
const formsOf = (row: AuditEventRow): string[] => {
  const { type, details, reason, outcome, target } = row;
  const forms: [string, boolean][] = [
    ['named', typeof details['name'] === 'string' || typeof details['command'] === 'string'],
    ['offer', details['passkeyOffer'] !== undefined],
    ['failed', outcome === 'failure'],
    ['key', reason === 'first_key'],
    ['many', target.id === null && typeof details['people'] === 'number'],
    ['by', isByOther(row) && isPresent(target)],
  ];
  return [...forms.flatMap(([form, fits]) => (fits ? [`${type}.${form}`] : [])), type];
};

/** `factor.exploded` is still better than nothing, as words. */
const inWords = (code: string): string => code.replace(/[._]+/g, ' ');

interface Drawn {
  /** How to draw a name. */
  draw?(party: Party): ReactNode;
}

const isolated = ({ label }: Party): ReactNode => <bdi>{label}</bdi>;

/** An event as a sentence. Types that this version doesn't know are told in the words of their name. */
export const useSentence = (names: Names) => {
  const { formatMessage, messages } = useIntl();
  const partiesOf = useParties(names);
  return (row: AuditEventRow, { draw = isolated }: Drawn = {}): ReactNode => {
    const { person, actor } = partiesOf(row);
    const key = formsOf(row).find((form) => `${PLUGIN_ID}.events.${form}` in messages) ?? 'unknown';
    const { name, command, people } = row.details;
    const called = name ?? command;
    return formatMessage(
      { id: `${PLUGIN_ID}.events.${key}` },
      {
        person: draw(person),
        actor: draw(actor),
        method: row.method ?? 'none',
        name: <bdi>{typeof called === 'string' ? called : ''}</bdi>,
        count: typeof people === 'number' ? people : 0,
        what: inWords(row.type),
      }
    );
  };
};
