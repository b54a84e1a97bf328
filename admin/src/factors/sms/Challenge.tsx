import { DeliveredChallenge } from '../../components';
import { useWords } from '../../i18n';
import type { ChallengeProps } from '../factor-ui';

export const Challenge = (props: ChallengeProps) => {
  const t = useWords('challenge');
  return (
    <DeliveredChallenge
      {...props}
      channel="sms"
      label={t('panel.sms.label')}
      sending={t('panel.sms.sending')}
      sent={(destination, minutes) => t('panel.sms.sent', { destination, minutes })}
    />
  );
};
