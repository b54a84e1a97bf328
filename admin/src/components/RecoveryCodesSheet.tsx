import { useEffect, useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { Check, Download, Duplicate } from '@strapi/icons';
import { useIntl } from 'react-intl';

import type { Answer } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { copyText } from './clipboard';
import { Printer } from './glyphs';
import { Notice } from './Notice';
import { downloadText, recoveryFileName, recoveryText } from './recovery-file';
import { RecoveryCodesList } from './RecoveryCodesList';
import { RecoveryCodesPaper } from './RecoveryCodesPaper';
import { SavedByHand } from './SavedByHand';
import { RetypeOneCode } from './RetypeOneCode';
import { useKept } from './use-kept';
import { usePrinting } from './use-printing';
import { useRefusalWords } from './use-refusal-words';

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

/**
 * Recovery codes, shown once. Copying, downloading, or printing them saves them. People who do none of these confirm
 * that they saved them by hand, and enter one from their copy.
 */
export const RecoveryCodesSheet = ({ codes, account, acknowledge, onFinished }: RecoveryCodesSheetProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const { lines, text } = useSheetText(codes, account);
  const { kept, failed, busy, refusal, save, tell } = useKept(codes, acknowledge);
  const [ticked, setTicked] = useState(false);
  const [proving, setProving] = useState(false);
  useLeaveWarning(kept === null && !ticked);
  const print = usePrinting((printed) => save(printed ? 'printed' : 'printFailed'));

  const goOn = async () => {
    if (await tell()) onFinished();
  };

  if (proving) {
    return <RetypeOneCode acknowledge={acknowledge} onFinished={onFinished} onBack={() => setProving(false)} />;
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
          onClick={() => void copyText(text).then((done) => save(done ? 'copied' : 'copyFailed'))}
        >
          {kept === 'copied' ? t('recovery.copied') : t('recovery.copy')}
        </Button>
        <Button
          type="button"
          variant="secondary"
          startIcon={kept === 'downloaded' ? <Check /> : <Download />}
          onClick={() => {
            downloadText(recoveryFileName(window.location.host), text);
            save('downloaded');
          }}
        >
          {kept === 'downloaded' ? t('recovery.downloaded') : t('recovery.download')}
        </Button>
        <Button type="button" variant="secondary" startIcon={<Printer />} onClick={print}>
          {t('recovery.print')}
        </Button>
      </Flex>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {t('recovery.pdf')}
      </Typography>
      <div role="status">
        {failed ? <Typography textColor="neutral800">{t(`recovery.${failed}`)}</Typography> : null}
      </div>
      <div role="status">
        <Notice tone="warning">
          {t(kept ? `recovery.kept.${kept}` : 'recovery.apart')} {t('recovery.private')}
        </Notice>
      </div>
      <div role="alert">
        {refusal ? (
          <Notice tone="warning">{refusal.code === 'MFA_INVALID_CODE' ? t('recovery.replaced') : say(refusal)}</Notice>
        ) : null}
      </div>
      {kept === null ? (
        <SavedByHand ticked={ticked} setTicked={setTicked} onContinue={() => setProving(true)} />
      ) : (
        <Button type="button" size="L" fullWidth loading={busy} onClick={() => void goOn()}>
          {refusal ? t('action.tryAgain') : t('action.continue')}
        </Button>
      )}
    </Flex>
  );
};
