import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { ActionField, ActionModal } from './ActionModal';
import { dayOf, endOf, latestDay, useDayFlaw } from './exempt-days';

interface ExemptModalProps {
  person: PersonRow;
  /** `until`: ISO 8601, the end of the chosen day in the administrator's time zone. */
  onExempt(reason: string, until: string): void;
  onClose(): void;
}

const DAY_MS = 86_400_000;

/** Exempts a person from MFA until a date. */
export const ExemptModal = ({ person, onExempt, onClose }: ExemptModalProps) => {
  const t = useWords('people');
  const [day, setDay] = useState(() => dayOf(new Date(Date.now() + 7 * DAY_MS)));
  const [tried, setTried] = useState(false);
  const flaw = useDayFlaw(day);
  const check = (): boolean => {
    setTried(true);
    return flaw === null;
  };
  return (
    <ActionModal
      title={t('exempt.title', { name: person.name || person.email })}
      line={t('exempt.line')}
      confirm={t('exempt.confirm')}
      reasons={['no_device', 'lost_phone', 'other']}
      check={check}
      onConfirm={(reason) => onExempt(reason, endOf(day).toISOString())}
      onClose={onClose}
    >
      <ActionField
        type="date"
        label={t('exempt.until')}
        min={dayOf(new Date())}
        max={latestDay()}
        value={day}
        error={tried ? flaw : null}
        onChange={setDay}
      />
    </ActionModal>
  );
};
