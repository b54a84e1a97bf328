import { DeliveredChallenge } from '../../components';
import { useWords } from '../../i18n';
import type { ChallengeProps } from '../factor-ui';

export const Challenge = (props: ChallengeProps) => {
  const t = useWords('challenge');
  return (
    <DeliveredChallenge
      {...props}
      channel="email"
      label={t('panel.email.label')}
      sending={t('panel.email.sending')}
      sent={(destination, minutes) => t('panel.email.sent', { destination, minutes })}
    />
  );
};
