import { useState } from 'react';

import { endOtherSessions } from '../../api';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

/** Ends every session except this one, and says so. */
export const useEndOthers = (onChanged: () => void) => {
  const t = useWords('security');
  const report = useReport();
  const [busy, setBusy] = useState(false);

  const endOthers = async () => {
    setBusy(true);
    const answer = await endOtherSessions();
    setBusy(false);
    if (!answer.ok) return report.failed(answer.refusal);
    report.done(t('activity.notYours.ended'));
    onChanged();
  };

  return { busy, endOthers };
};
