import { Button, Flex, Typography } from '@strapi/design-system';

import { minutesLeft, SentCode, useDeliveredEnrollment } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps } from '../factor-ui';

/** Always the address of the account: it cannot be chosen here. */
export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  const { delivery, busy, error, failures, send, confirm } = useDeliveredEnrollment('email', props);

  if (!delivery) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p" textColor="neutral600">
          {t('enroll.email.intro')}
        </Typography>
        <div role="alert">{error ? <Typography textColor="danger600">{error}</Typography> : null}</div>
        <Button type="button" size="L" fullWidth autoFocus loading={busy} onClick={() => void send({})}>
          {t('enroll.email.send')}
        </Button>
      </Flex>
    );
  }
  return (
    <SentCode
      label={t('enroll.email.code')}
      sent={t('enroll.email.sent', { destination: delivery.destination, minutes: minutesLeft(delivery) })}
      delivery={delivery}
      busy={busy}
      error={error}
      refusalId={failures}
      onCode={(code) => void confirm(code)}
      onResend={() => void send({})}
    />
  );
};
