import { Badge, Button, Flex, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { Link } from '@strapi/design-system';

import { type MeView, type SessionView } from '../../../../shared/contracts/types';
import { useEndMySessionMutation } from '../../api';
import { useWords } from '../../i18n';
import { Rows, Section, SessionProof, useReport } from '../parts';
import { DeviceIcon } from './DeviceIcon';

const SHOWN = 3;

interface DeviceProps {
  session: SessionView;
  busy: boolean;
  onEnd(session: SessionView): void;
}

const Device = ({ session, busy, onEnd }: DeviceProps) => {
  const t = useWords('security');
  const name = session.name || t('devices.unknown');
  return (
    <Flex tag="li" gap={4} alignItems="flex-start">
      <DeviceIcon name={session.name} />
      <Flex direction="column" alignItems="flex-start" gap={1} flex="1" minWidth={0}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight="bold" textColor="neutral800">
            {name}
          </Typography>
          {session.current ? (
            <Badge backgroundColor="primary100" textColor="primary700">
              {t('devices.current')}
            </Badge>
          ) : null}
        </Flex>
        <SessionProof session={session} />
      </Flex>
      {session.current ? null : (
        <Button
          variant="tertiary"
          size="S"
          disabled={busy}
          aria-label={t('devices.end.label', { name })}
          onClick={() => onEnd(session)}
        >
          {t('devices.end')}
        </Button>
      )}
    </Flex>
  );
};

/** The newest sessions and their proofs. Strapi's own page has the rest. */
export const Devices = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const report = useReport();
  const [end, { isLoading }] = useEndMySessionMutation();
  const sessions = [...me.sessions].sort((a, b) => Number(b.current) - Number(a.current)).slice(0, SHOWN);

  const stop = async (session: SessionView) => {
    const answer = await end({ id: session.id });
    if ('error' in answer) return report.failed(answer.error);
    report.done(t('devices.ended', { name: session.name || t('devices.unknown') }));
  };

  return (
    <Section
      title={t('devices.title')}
      hint={t('devices.hint')}
      busy={isLoading}
      action={
        <Link tag={RouterLink} to="/me/sessions">
          {t('devices.all')}
        </Link>
      }
    >
      <Rows>
        {sessions.map((session) => (
          <Device key={session.id} session={session} busy={isLoading} onEnd={(one) => void stop(one)} />
        ))}
      </Rows>
      {me.trustedBrowsers.length > 0 ? null : (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t('trusted.empty')}
        </Typography>
      )}
    </Section>
  );
};
