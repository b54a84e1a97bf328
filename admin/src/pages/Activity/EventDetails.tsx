import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useEventWords, useWhen } from '../parts';
import { Outcome } from './EventTable';
import { useActorWords } from './use-actor-words';

/** Not the design system's editor, which has no name for screen readers, and colors that are hard to read. */
const Json = styled.pre`
  background: ${({ theme }) => theme.colors.neutral100};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: 1.3rem;
  line-height: 1.5;
  overflow-wrap: anywhere;
  padding: 1.6rem;
  white-space: pre-wrap;
`;

const Facts = ({ row }: { row: AuditEventRow }) => {
  const t = useWords('activity');
  const shared = useWords('shared');
  const when = useWhen();
  const { person, actor } = useActorWords();
  const facts = [
    ['at', when.moment(row.at)],
    ['person', person(row)],
    ['actor', actor(row)],
    ['method', row.method ? shared(`method.${row.method}.name`) : null],
    ['reason', row.reason],
    ['ip', row.ip],
    ['browser', row.userAgent],
    ['session', row.session],
    ['type', row.type],
  ] as const;
  return (
    <Flex tag="dl" wrap="wrap" gap={5} alignItems="flex-start">
      {facts.map(([key, value]) =>
        value ? (
          <Box key={key} width={{ initial: '100%', medium: 'calc(50% - 1.2rem)' }}>
            <Typography tag="dt" variant="sigma" textColor="neutral600">
              {t(`details.${key}`)}
            </Typography>
            <Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ) : null
      )}
    </Flex>
  );
};

interface EventDetailsProps {
  seq: string;
  /** Undefined if the page of events doesn't contain it. */
  row: AuditEventRow | undefined;
  onClose(): void;
}

/** An event in full, with its own address: Back closes it, and you can share a link to it. */
export const EventDetails = ({ seq, row, onClose }: EventDetailsProps) => {
  const t = useWords('activity');
  const pages = useWords('pages');
  const say = useEventWords();
  const details = row ? Object.keys(row.details).length : 0;
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{t('details.title', { seq })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {row ? (
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Flex gap={3} wrap="wrap">
                <Typography variant="delta" tag="h3">
                  {say(row)}
                </Typography>
                <Outcome outcome={row.outcome} />
              </Flex>
              <Facts row={row} />
              {details > 0 ? (
                <Flex direction="column" alignItems="stretch" gap={2}>
                  <Typography variant="sigma" textColor="neutral600">
                    {t('details.more')}
                  </Typography>
                  <Json>{JSON.stringify(row.details, null, 2)}</Json>
                </Flex>
              ) : null}
            </Flex>
          ) : (
            <Typography>{t('details.missing')}</Typography>
          )}
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{pages('action.close')}</Button>
          </Modal.Close>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
