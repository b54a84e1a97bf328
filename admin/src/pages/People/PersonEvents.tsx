import { Flex, Typography } from '@strapi/design-system';

import { useGetMfaActivityQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Rows, useEventWords, When } from '../parts';

const SHOWN = 10;

/** A person's recent events. */
export const PersonEvents = ({ id }: { id: number }) => {
  const t = useWords('people');
  const say = useEventWords();
  const { data, isError, refetch } = useGetMfaActivityQuery({ userId: String(id), limit: SHOWN });
  if (isError) return <PartFailed onRetry={() => void refetch()} />;
  const rows = data?.data ?? [];
  if (data && rows.length === 0) return <Typography textColor="neutral600">{t('details.events.none')}</Typography>;
  return (
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
  );
};
