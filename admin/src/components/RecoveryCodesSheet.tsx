import { useEffect, useId, useState } from 'react';

import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { Check, Download, Duplicate, File } from '@strapi/icons';
import { useIntl } from 'react-intl';

import type { Answer } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { copyText } from './clipboard';
import { Notice } from './Notice';
import { downloadText, recoveryFileName, recoveryText } from './recovery-file';
import { RecoveryCodesList } from './RecoveryCodesList';
import { RecoveryCodesPaper } from './RecoveryCodesPaper';
import { TypeOneBack } from './TypeOneBack';
import { usePrinting } from './use-printing';

interface RecoveryCodesSheetProps {
  codes: readonly string[];
  /** The account's email address, for the file. Null if unknown here. */
  account: string | null;
  /** POST /mfa/me/recovery-codes/acknowledge */
  acknowledge(code: string): Promise<Answer<unknown>>;
  onFinished(): void;
}

/** If the person leaves the page before saving the codes, the browser asks. */
const useLeaveWarning = (on: boolean): void => {
  useEffect(() => {
    if (!on) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [on]);
};

const useSheetText = (codes: readonly string[], account: string | null) => {
  const t = useWords('shared');
  const { formatDate } = useIntl();
  const [today] = useState(() => new Date());
  const lines = {
    title: t('recovery.file.title'),
    site: t('recovery.file.site', { site: window.location.host }),
    account: account === null ? null : t('recovery.file.account', { account }),
    date: t('recovery.file.date', { date: formatDate(today, { dateStyle: 'long' }) }),
    advice: t('recovery.file.advice'),
  };
  return { lines, text: recoveryText(codes, lines) };
};

type Kept = 'copied' | 'copyFailed' | 'downloaded' | 'printed' | 'printFailed';

const isKept = (kept: Kept | null): boolean => kept !== null && kept !== 'copyFailed' && kept !== 'printFailed';

/** Recovery codes, shown once: copy, download, or print them, confirm, and enter one from the saved copy. */
export const RecoveryCodesSheet = ({ codes, account, acknowledge, onFinished }: RecoveryCodesSheetProps) => {
  const t = useWords('shared');
  const id = useId();
  const { lines, text } = useSheetText(codes, account);
  const [kept, setKept] = useState<Kept | null>(null);
  const [ticked, setTicked] = useState(false);
  const [missing, setMissing] = useState(false);
  const [proving, setProving] = useState(false);
  useLeaveWarning(!isKept(kept) && !ticked);
  const print = usePrinting((printed) => setKept(printed ? 'printed' : 'printFailed'));

  const next = () => {
    setMissing(!ticked);
    if (ticked) setProving(true);
  };

  if (proving) {
    return <TypeOneBack acknowledge={acknowledge} onFinished={onFinished} onBack={() => setProving(false)} />;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <RecoveryCodesPaper codes={codes} lines={lines} />
      <Typography tag="p" textColor="neutral600">
        {t('recovery.intro')}
      </Typography>
      <RecoveryCodesList codes={codes} />
      <Flex gap={2} wrap="wrap">
        <Button
          type="button"
          variant="secondary"
          startIcon={kept === 'copied' ? <Check /> : <Duplicate />}
          onClick={() => void copyText(text).then((done) => setKept(done ? 'copied' : 'copyFailed'))}
        >
          {kept === 'copied' ? t('recovery.copied') : t('recovery.copy')}
        </Button>
        <Button
          type="button"
          variant="secondary"
          startIcon={kept === 'downloaded' ? <Check /> : <Download />}
          onClick={() => {
            downloadText(recoveryFileName(window.location.host), text);
            setKept('downloaded');
          }}
        >
          {kept === 'downloaded' ? t('recovery.downloaded') : t('recovery.download')}
        </Button>
        <Button type="button" variant="secondary" startIcon={<File />} onClick={print}>
          {t('recovery.print')}
        </Button>
      </Flex>
      <div role="status">
        {kept === 'copyFailed' || kept === 'printFailed' ? (
          <Typography textColor="neutral800">{t(`recovery.${kept}`)}</Typography>
        ) : null}
      </div>
      <div>
        <Notice tone="warning">
          {t('recovery.apart')} {t('recovery.private')}
        </Notice>
      </div>
      <div>
        <Checkbox
          checked={ticked}
          aria-describedby={missing ? `${id}-missing` : undefined}
          onCheckedChange={(value) => {
            setTicked(value === true);
            setMissing(false);
          }}
        >
          {t('recovery.saved')}
        </Checkbox>
        <div role="alert">
          {missing ? (
            <Typography id={`${id}-missing`} variant="pi" textColor="danger600" tag="p">
              {t('recovery.savedMissing')}
            </Typography>
          ) : null}
        </div>
      </div>
      <Button type="button" size="L" fullWidth onClick={next}>
        {t('action.continue')}
      </Button>
    </Flex>
  );
};
