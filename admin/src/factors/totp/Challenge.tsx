import { CodeField, useAttemptsLeft, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { ChallengeProps } from '../factor-ui';

export const Challenge = ({ busy, refusal, failures, submit, elsewhere, extra }: ChallengeProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const say = useRefusalWords();
  const attempts = useAttemptsLeft();

  const words = () => {
    if (!refusal) return null;
    const wrong = refusal.code === 'MFA_INVALID_CODE';
    const message = wrong && failures > 1 ? shared('code.wrongAgain') : say(refusal);
    return `${message} ${attempts(refusal)}`.trim();
  };

  return (
    <CodeField
      label={t('panel.totp.label')}
      busy={busy}
      error={words()}
      refusalId={failures}
      onCode={(code) => submit({ code })}
      elsewhere={(typed) => {
        const go = elsewhere(typed);
        return go && { words: t('panel.recovery_code.recognized'), action: t('panel.recovery_code.button'), go };
      }}
    >
      {extra}
    </CodeField>
  );
};
