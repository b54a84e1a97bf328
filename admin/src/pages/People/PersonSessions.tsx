import { Flex, Typography } from '@strapi/design-system';

import { useGetMfaPersonSessionsQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Rows, SessionProof, useWhen } from '../parts';

/** Where a person is logged in, and the proof of each session. */
export const PersonSessions = ({ id }: { id: number }) => {
  const t = useWords('people');
  const security = useWords('security');
  const when = useWhen();
  const { data = [], isError, isSuccess, refetch } = useGetMfaPersonSessionsQuery({ id });
  if (isError) return <PartFailed onRetry={() => void refetch()} />;
  if (isSuccess && data.length === 0) {
    return <Typography textColor="neutral600">{t('details.sessions.none')}</Typography>;
  }
  return (
    <Rows>
      {data.map((session) => (
        <Flex tag="li" key={session.id} direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="bold" textColor="neutral800">
            {session.name || security('devices.unknown')}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {security('devices.since', { date: when.moment(session.createdAt) })}
          </Typography>
          <SessionProof session={session} />
        </Flex>
      ))}
    </Rows>
  );
};
