import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';

import { useGetMfaActivityQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Rows, useEventWords, When } from '../parts';

const SHOWN = 10;

/** A person's recent events. */
export const PersonEvents = ({ id }: { id: number }) => {
  const t = useWords('people');
  const words = useWords('person');
  const say = useEventWords();
  const { data, isError, refetch } = useGetMfaActivityQuery({ userId: String(id), limit: SHOWN });
  if (isError) return <PartFailed onRetry={() => void refetch()} />;
  const rows = data?.data ?? [];
  if (data && rows.length === 0) return <Typography textColor="neutral600">{t('details.events.none')}</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Rows>
        {rows.map((row) => (
          <Flex tag="li" key={row.seq} gap={4} justifyContent="space-between" wrap="wrap">
            <Typography textColor={row.outcome === 'failure' ? 'danger700' : 'neutral800'}>{say(row)}</Typography>
            <Typography variant="pi" textColor="neutral600">
              {row.ip ? `${row.ip} · ` : ''}
              <When iso={row.at} />
            </Typography>
          </Flex>
        ))}
      </Rows>
      <Flex>
        <LinkButton tag={RouterLink} to={`/settings/mfa/activity?userId=${id}`} variant="tertiary" size="S">
          {words('events.all')}
        </LinkButton>
      </Flex>
    </Flex>
  );
};
