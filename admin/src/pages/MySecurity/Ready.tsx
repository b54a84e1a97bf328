import { Button, Flex, Typography } from '@strapi/design-system';

import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { sessionTrial } from '../../api';
import { Notice } from '../../components';
import { enrollableUi, type Enrolled } from '../../factors';
import { useWords } from '../../i18n';
import { addable } from './groups';

const ANOTHER = {
  webauthn: 'add.backup.webauthn',
  totp: 'add.backup.totp',
  email: 'delivered.add.email',
  sms: 'delivered.add.sms',
} as const;

interface ReadyProps {
  me: MeView;
  enrolled: Enrolled;
  onAnother(type: AuthenticatorType): void;
  onClosed(): void;
}

/** A trial in place, and the next recommended step. */
export const Ready = ({ me, enrolled, onAnother, onClosed }: ReadyProps) => {
  const t = useWords('security');
  const shared = useWords('shared');
  const pages = useWords('pages');
  const { authenticator, credentialId } = enrolled;
  const { TryIt } = enrollableUi(authenticator.type);
  const alone = me.authenticators.every(({ id }) => id === authenticator.id);
  const others = alone ? addable(me).filter(({ lessProtection }) => !lessProtection) : [];
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {TryIt ? <TryIt calls={sessionTrial} credentialId={credentialId} /> : null}
      <Typography tag="p" textColor="neutral600">
        {shared(TryIt ? 'ready.orLogIn' : 'ready.logIn')}
      </Typography>
      {others.length > 0 ? (
        <Notice
          tone="warning"
          title={t('add.backup.title')}
          action={
            <Flex gap={2} wrap="wrap">
              {others.map(({ method }) => (
                <Button key={method} variant="secondary" onClick={() => onAnother(method)}>
                  {t(ANOTHER[method])}
                </Button>
              ))}
            </Flex>
          }
        >
          {t('add.backup.line')}
        </Notice>
      ) : null}
      <Flex justifyContent="flex-end">
        <Button onClick={onClosed}>{pages('action.done')}</Button>
      </Flex>
    </Flex>
  );
};
