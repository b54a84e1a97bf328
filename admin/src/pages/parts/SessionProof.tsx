import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';

import { type SessionView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { When } from './When';

/** How a session was confirmed, in words and never only by color. */
export const SessionProof = ({ session }: { session: SessionView }) => {
  const t = useWords('security');
  const shared = useWords('shared');
  const { assurance, method, verifiedAt } = session;
  const proved = assurance === 'mfa';
  const words = proved
    ? method === null
      ? t('devices.proof.mfaUnknown')
      : t('devices.proof.mfa', { method: shared(`method.${method}.name`) })
    : t(`devices.proof.${assurance}`);
  return (
    <Flex gap={1} alignItems="center" data-assurance={assurance}>
      {proved ? <CheckCircle aria-hidden fill="success600" width="1.2rem" height="1.2rem" /> : null}
      <Typography variant="pi" textColor="neutral600">
        {words}
        {verifiedAt ? (
          <>
            {' · '}
            <When iso={verifiedAt} />
          </>
        ) : null}
      </Typography>
    </Flex>
  );
};
