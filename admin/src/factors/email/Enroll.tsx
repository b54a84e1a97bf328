import { MailedCode, useDeliveredEnrollment } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps } from '../factor-ui';

/** Always the account's address. It can't be chosen here. */
export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  return <MailedCode intro={t('enroll.email.intro')} delivered={useDeliveredEnrollment('email', props)} />;
};
