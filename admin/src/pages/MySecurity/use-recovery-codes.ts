import { useState } from 'react';

import { makeRecoveryCodes } from '../../api';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

/** New recovery codes, for every button of the page that offers them. */
export const useRecoveryCodes = (onChanged: () => void) => {
  const t = useWords('security');
  const report = useReport();
  const [busy, setBusy] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  const make = async () => {
    setBusy(true);
    const answer = await makeRecoveryCodes();
    setBusy(false);
    if (!answer.ok) {
      // The server may have created codes that nobody saw, so the page shows what the server says now.
      if (answer.refusal.code === 'UNREACHABLE') onChanged();
      return report.failed(answer.refusal);
    }
    setCodes(answer.data.recoveryCodes);
    onChanged();
  };
  const finish = () => {
    setCodes(null);
    onChanged();
    report.done(t('codes.done'));
  };

  return { busy, codes, make: () => void make(), finish };
};

export type NewCodes = ReturnType<typeof useRecoveryCodes>;
