import { useState } from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { Mail } from '@strapi/icons';

import { useGetMfaReminderProgressQuery, useRemindMfaPeopleMutation, type Reminded } from '../../api';
import { useWords, type WordKey } from '../../i18n';
import { Confirm, Progress, useReport } from '../parts';

const REASONS = [
  'not_found',
  'inactive',
  'already_set_up',
  'exempt',
  'reminded_today',
  'switched_off',
  'yourself',
  'above_you',
] as const;

interface Sending {
  since: string;
  answer: Reminded;
}

const POLL_MS = 1500;

/** People who got no email, grouped by the reason. */
const Skipped = ({ skipped }: Pick<Reminded, 'skipped'>) => {
  const t = useWords('people');
  const groups = REASONS.map((reason) => ({
    key: `remind.skip.${reason}` as WordKey<'people'>,
    count: skipped.filter((one) => one.reason === reason).length,
  })).filter(({ count }) => count > 0);
  if (groups.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography fontWeight="bold">{t('remind.skipped', { count: skipped.length })}</Typography>
      {groups.map(({ key, count }) => (
        <Typography key={key}>{t(key, { count })}</Typography>
      ))}
    </Flex>
  );
};

/** How many emails were sent, and which failed. */
const Sent = ({ sending, onClose }: { sending: Sending; onClose(): void }) => {
  const t = useWords('people');
  const pages = useWords('pages');
  const { queued, skipped } = sending.answer;
  const [over, setOver] = useState(queued === 0);
  const { data } = useGetMfaReminderProgressQuery(
    { since: sending.since },
    { pollingInterval: over ? 0 : POLL_MS, skip: queued === 0 }
  );
  const failed = data?.failed ?? [];
  const sent = Math.min(data?.sent ?? 0, queued);
  if (!over && data && data.pending === 0 && sent + failed.length >= queued) setOver(true);

  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined} style={{ maxWidth: '56rem' }}>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{t('remind.button')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4} role="status">
            <Typography variant="delta" tag="p">
              {queued === 0 ? t('remind.nobody') : over ? t('remind.done', { queued: sent }) : t('remind.progress')}
            </Typography>
            {queued > 0 ? (
              <>
                <Progress value={sent} max={queued} label={t('remind.progress')} />
                <Typography textColor="neutral600">{t('remind.sent', { sent, queued })}</Typography>
              </>
            ) : null}
            <Skipped skipped={skipped} />
            {failed.length > 0 ? (
              <Flex direction="column" alignItems="flex-start" gap={1}>
                <Typography fontWeight="bold">{t('remind.failed', { count: failed.length })}</Typography>
                {failed.slice(0, 10).map((one) => (
                  <Typography key={`${one.id ?? ''}-${one.at}`}>
                    {one.email ?? `#${one.id ?? ''}`} · {one.reason}
                  </Typography>
                ))}
              </Flex>
            ) : null}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Flex width="100%" justifyContent="flex-end">
            <Button variant="tertiary" onClick={onClose}>
              {pages('action.close')}
            </Button>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

/** `userIds`: these people. Null: everyone who hasn't set up MFA. Undefined: nothing was requested. */
export const useReminders = () => {
  const report = useReport();
  const [asked, ask] = useState<readonly number[] | null | undefined>(undefined);
  const [sending, setSending] = useState<Sending | null>(null);
  const [remind] = useRemindMfaPeopleMutation();

  const send = async (userIds: readonly number[] | null) => {
    const since = new Date().toISOString();
    const answer = await remind(userIds === null ? {} : { userIds: [...userIds] });
    if ('error' in answer) return report.failed(answer.error);
    setSending({ since, answer: answer.data });
  };
  const idle = asked === undefined && sending === null;
  return { asked, ask, idle, sending, send, forget: () => setSending(null) };
};

export const Reminders = ({ job }: { job: ReturnType<typeof useReminders> }) => {
  const t = useWords('people');
  const { asked, ask, sending, send, forget } = job;
  return (
    <>
      <Confirm
        open={asked !== undefined}
        title={t('remind.title')}
        confirm={t('remind.confirm')}
        danger={false}
        onConfirm={() => (asked === undefined ? undefined : void send(asked))}
        onClose={() => ask(undefined)}
      >
        {asked ? t('remind.some', { count: asked.length }) : t('remind.all')}
      </Confirm>
      {sending ? <Sent sending={sending} onClose={forget} /> : null}
    </>
  );
};

/** In some languages it's longer than a phone is wide. */
const WRAPS = { height: 'auto', maxWidth: '100%', minHeight: '3.2rem', whiteSpace: 'normal' } as const;

/** `count`: people without a method. */
export const RemindButton = ({ count, onAsk }: { count: number; onAsk(): void }) => {
  const t = useWords('people');
  return (
    <Button size="S" startIcon={<Mail />} disabled={count === 0} onClick={onAsk} style={WRAPS}>
      {t('remind.everyone', { count })}
    </Button>
  );
};
