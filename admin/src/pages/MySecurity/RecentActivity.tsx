import { useState } from 'react';

import { Badge, Box, Button, Flex, Typography } from '@strapi/design-system';
import { Lock } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useGetMyMfaEventsQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Rows, Section, useEventWords, When } from '../parts';
import { useEndOthers } from './use-end-others';

const STEPS = [5, 20, 50] as const;

/** An administrator's action on someone else names that person. */
const otherPerson = ({ target }: AuditEventRow, me: number | undefined): string | null =>
  target.id !== null && me !== undefined && target.id !== me ? target.email : null;

const Event = ({ row }: { row: AuditEventRow }) => {
  const t = useWords('security');
  const say = useEventWords();
  const id = useAuth('RecentActivity', (state) => state.user?.id);
  const me = id === undefined ? undefined : Number(id);
  const other = otherPerson(row, me);
  const what = say(row);
  return (
    <Flex tag="li" gap={4} justifyContent="space-between" wrap="wrap">
      <Flex gap={2} wrap="wrap" flex="1 1 24rem" minWidth={0}>
        <Typography textColor="neutral800">
          {other === null ? what : t('activity.forOther', { what, person: other })}
        </Typography>
        {row.outcome === 'failure' ? (
          <Badge backgroundColor="danger100" textColor="danger700">
            {t('activity.failed')}
          </Badge>
        ) : null}
      </Flex>
      <Typography variant="pi" textColor="neutral600">
        {row.ip ? `${row.ip} · ` : ''}
        <When iso={row.at} />
      </Typography>
    </Flex>
  );
};

interface NotYoursProps {
  hasCodes: boolean;
  onChanged(): void;
}

/** What to do if someone else did something on the list, in the most effective order. */
const NotYours = ({ hasCodes, onChanged }: NotYoursProps) => {
  const t = useWords('security');
  const navigate = useNavigate();
  const { busy, endOthers } = useEndOthers(onChanged);
  // The section of the codes generates them, including the confirmation.
  const makeCodes = () => document.querySelector<HTMLButtonElement>('[data-action="make-codes"]')?.click();

  return (
    <Box background="neutral100" hasRadius padding={4} tag="section" aria-labelledby="mfa-not-yours">
      <Flex direction="column" alignItems="flex-start" gap={3}>
        <Flex gap={2}>
          <Lock aria-hidden fill="neutral600" />
          <Typography fontWeight="bold" tag="h3" id="mfa-not-yours">
            {t('activity.notYours')}
          </Typography>
        </Flex>
        <Typography textColor="neutral600">{t('activity.notYours.line')}</Typography>
        <Flex gap={2} wrap="wrap">
          <Button variant="tertiary" onClick={() => navigate('/me')}>
            {t('activity.notYours.password')}
          </Button>
          <Button variant="tertiary" loading={busy} onClick={() => void endOthers()}>
            {t('activity.notYours.devices')}
          </Button>
          {hasCodes ? (
            <Button variant="tertiary" onClick={makeCodes}>
              {t('activity.notYours.codes')}
            </Button>
          ) : null}
        </Flex>
      </Flex>
    </Box>
  );
};

/** The person's own latest events, and what to do if one wasn't theirs. */
export const RecentActivity = ({ hasCodes, onChanged }: NotYoursProps) => {
  const t = useWords('security');
  const [step, setStep] = useState(0);
  const { data, isError, isFetching, refetch } = useGetMyMfaEventsQuery(
    { limit: STEPS[step] ?? 50 },
    { refetchOnMountOrArgChange: true }
  );
  const rows = data?.data ?? [];
  const more = data?.meta.nextCursor !== null && step + 1 < STEPS.length;

  return (
    <Section anchor="mfa-recent-activity" title={t('activity.title')} hint={t('activity.hint')} busy={isFetching}>
      {isError ? <PartFailed onRetry={() => void refetch()} /> : null}
      {data && rows.length === 0 ? <Typography textColor="neutral600">{t('activity.empty')}</Typography> : null}
      <Rows>
        {rows.map((row) => (
          <Event key={row.seq} row={row} />
        ))}
      </Rows>
      {rows.length > 0 && more ? (
        <Box>
          <Button variant="tertiary" size="S" onClick={() => setStep(step + 1)}>
            {t('activity.more')}
          </Button>
        </Box>
      ) : null}
      <NotYours hasCodes={hasCodes} onChanged={onChanged} />
    </Section>
  );
};
