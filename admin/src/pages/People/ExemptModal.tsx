import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { ActionField, ActionModal } from './ActionModal';

interface ExemptModalProps {
  person: PersonRow;
  /** `until`: ISO 8601, the end of the chosen day in the administrator's time zone. */
  onExempt(reason: string, until: string): void;
  onClose(): void;
}

const DAY_MS = 86_400_000;
/** The server's limit: the last day ends less than 90 days from now. */
const LONGEST_DAYS = 90;

const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

const endOf = (day: string): Date => new Date(`${day}T23:59:59`);

/** Exempts a person from MFA until a date. */
export const ExemptModal = ({ person, onExempt, onClose }: ExemptModalProps) => {
  const t = useWords('people');
  const [day, setDay] = useState(() => dayOf(new Date(Date.now() + 7 * DAY_MS)));
  const [tried, setTried] = useState(false);
  const past = !(endOf(day).getTime() > Date.now());
  const latest = new Date(Date.now() + (LONGEST_DAYS - 1) * DAY_MS);
  const tooFar = endOf(day).getTime() > endOf(dayOf(latest)).getTime();
  const check = (): boolean => {
    setTried(true);
    return !past && !tooFar;
  };
  return (
    <ActionModal
      title={t('exempt.title', { name: person.name || person.email })}
      line={t('exempt.line')}
      confirm={t('exempt.confirm')}
      check={check}
      onConfirm={(reason) => onExempt(reason, endOf(day).toISOString())}
      onClose={onClose}
    >
      <ActionField
        type="date"
        label={t('exempt.until')}
        min={dayOf(new Date())}
        max={dayOf(latest)}
        value={day}
        error={tried && (past || tooFar) ? t(past ? 'exempt.until.missing' : 'exempt.until.tooFar') : null}
        onChange={setDay}
      />
    </ActionModal>
  );
};
