import { Button } from '@strapi/design-system';
import { SealCheck } from '@strapi/icons';

import { useVerifyMfaActivityMutation, type Verification } from '../../api';
import { Notice } from '../../components';
import { useWords, type WordKey } from '../../i18n';
import { useReport } from '../parts';

const KINDS = [
  'changed',
  'removed',
  'inserted',
  'reordered',
  'cut_off',
  'rewritten',
  'unsealed',
  'unknown_key',
  'head_changed',
  'head_missing',
  'head_unknown_key',
  'head_behind',
  'rolled_back',
  'purge_untold',
  'purged_broken',
] as const;

export const useVerify = () => {
  const report = useReport();
  const [run, { data, isLoading }] = useVerifyMfaActivityMutation();
  const verify = async () => {
    const answer = await run();
    if ('error' in answer) report.failed(answer.error);
  };
  return { result: data ?? null, busy: isLoading, verify };
};

export const VerifyButton = ({ busy, verify }: Pick<ReturnType<typeof useVerify>, 'busy' | 'verify'>) => {
  const t = useWords('activity');
  return (
    <Button variant="secondary" size="S" startIcon={<SealCheck />} loading={busy} onClick={() => void verify()}>
      {t('verify.button')}
    </Button>
  );
};

/** Whether the log is intact, and where it isn't. */
export const VerifyResult = ({ result }: { result: Verification | null }) => {
  const t = useWords('activity');
  if (!result) return null;
  if (result.intact) {
    return (
      <Notice tone="success" announce="polite">
        {t('verify.intact', { checked: result.checked })}
      </Notice>
    );
  }
  const kind = KINDS.find((known) => known === result.firstBreak?.kind);
  const key: WordKey<'activity'> | null = kind ? `verify.kind.${kind}` : null;
  return (
    <Notice tone="danger" announce="assertive" title={t('verify.broken', { seq: result.firstBreak?.seq ?? 0 })}>
      {key ? `${t(key)} ` : null}
      {t('verify.broken.line')}
    </Notice>
  );
};
