import { useState } from 'react';

import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { Rows } from '../parts';
import { ActionField, ActionModal } from './ActionModal';
import { dayOf, endOf, latestDay, useDayFlaw } from './exempt-days';
import { type AskedBulk, type Bulk, type BulkResult } from './use-bulk';

interface AskProps {
  asked: AskedBulk;
  onRun: Bulk['run'];
  onClose(): void;
}

const Ask = ({ asked, onRun, onClose }: AskProps) => {
  const t = useWords('people');
  const { action } = asked;
  const count = asked.people.length;
  const [day, setDay] = useState(() => dayOf(new Date(Date.now() + 7 * 86_400_000)));
  const [tried, setTried] = useState(false);
  const flaw = useDayFlaw(day);
  const dated = action === 'moreTime';
  const check = (): boolean => {
    setTried(true);
    return !dated || flaw === null;
  };
  return (
    <ActionModal
      title={t(`bulk.${action}.title`, { count })}
      line={t(`bulk.${action}.line`)}
      confirm={t(`bulk.${action}`)}
      danger={action === 'signOut'}
      check={check}
      onConfirm={(reason) => void onRun(asked, dated ? { reason, expiresAt: endOf(day).toISOString() } : { reason })}
      onClose={onClose}
    >
      {dated ? (
        <ActionField
          type="date"
          label={t('exempt.until')}
          min={dayOf(new Date())}
          max={latestDay()}
          value={day}
          error={tried ? flaw : null}
          onChange={setDay}
        />
      ) : null}
    </ActionModal>
  );
};

const Result = ({ result, onClose }: { result: BulkResult; onClose(): void }) => {
  const t = useWords('people');
  const pages = useWords('pages');
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined} style={{ maxWidth: '56rem' }}>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{t(`bulk.${result.action}.title`, { count: result.done + result.failed.length })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p">{t(`bulk.${result.action}.done`, { count: result.done })}</Typography>
            <Typography tag="p" fontWeight="bold">
              {t('bulk.failed', { count: result.failed.length })}
            </Typography>
            <Rows>
              {result.failed.map(({ person, reason }) => (
                <Box tag="li" key={person.id} style={{ overflowWrap: 'anywhere' }}>
                  <Typography tag="p" textColor="neutral800" translate="no">
                    <bdi>{person.name || person.email}</bdi>
                  </Typography>
                  <Typography tag="p" variant="pi" textColor="neutral600">
                    {reason}
                  </Typography>
                </Box>
              ))}
            </Rows>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Flex justifyContent="flex-end" width="100%">
            <Button onClick={onClose}>{pages('action.close')}</Button>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

/** The question before something is done for several people, and who was left out and why. */
export const BulkModals = ({ bulk }: { bulk: Bulk }) => (
  <>
    {bulk.asked ? <Ask asked={bulk.asked} onRun={bulk.run} onClose={() => bulk.ask(null)} /> : null}
    {bulk.result ? <Result result={bulk.result} onClose={bulk.forget} /> : null}
  </>
);
