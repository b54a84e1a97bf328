import { Button, Flex, LinkButton, Modal, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { PERMISSIONS, PLUGIN_ID } from '../../../../shared/contracts/constants';
import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useGetMfaActivityQuery } from '../../api';
import { useWords } from '../../i18n';
import { Facts, TechnicalFacts } from './Facts';
import { Outcome } from './Outcome';
import { type Names, useParties, useSentence } from './use-sentence';

const READ_PEOPLE = [{ action: PERMISSIONS.usersRead, subject: null }];

/** Not for accounts that are gone, and not for readers who may not see the list. */
const ViewPerson = ({ row, names }: { row: AuditEventRow; names: Names }) => {
  const t = useWords('activity');
  const { allowedActions } = useRBAC({ read: READ_PEOPLE });
  const { person } = useParties(names)(row);
  if (person.id === null || names[String(person.id)] === undefined || !allowedActions.canRead) return null;
  return (
    <LinkButton tag={NavLink} to={`/settings/${PLUGIN_ID}/people?person=${person.id}`} variant="secondary">
      {t('details.viewPerson')}
    </LinkButton>
  );
};

interface NeighborsProps {
  rows: readonly AuditEventRow[];
  row: AuditEventRow;
  onOpen(row: AuditEventRow): void;
}

/** Through the events of the page behind the dialog. */
const Neighbors = ({ rows, row, onOpen }: NeighborsProps) => {
  const t = useWords('activity');
  const at = rows.findIndex(({ seq }) => seq === row.seq);
  if (at < 0) return null;
  const [newer, older] = [rows[at - 1], rows[at + 1]];
  return (
    <>
      <Button
        variant="tertiary"
        startIcon={<ChevronLeft />}
        disabled={!newer}
        onClick={() => (newer ? onOpen(newer) : undefined)}
      >
        {t('details.previous')}
      </Button>
      <Button
        variant="tertiary"
        endIcon={<ChevronRight />}
        disabled={!older}
        onClick={() => (older ? onOpen(older) : undefined)}
      >
        {t('details.next')}
      </Button>
    </>
  );
};

interface EventDetailsProps {
  seq: string;
  /** The page of events behind the dialog. */
  rows: readonly AuditEventRow[];
  names: Names;
  onOpen(row: AuditEventRow): void;
  onClose(): void;
}

/** An event in full, with its own address: Back closes it, and a shared link opens it on any page of the list. */
export const EventDetails = ({ seq, rows, names, onOpen, onClose }: EventDetailsProps) => {
  const t = useWords('activity');
  const pages = useWords('pages');
  const here = rows.find((row) => String(row.seq) === seq);
  const elsewhere = useGetMfaActivityQuery({ seq: Number(seq), limit: 1 }, { skip: here !== undefined });
  const known = here ? names : { ...names, ...elsewhere.data?.meta.names };
  const say = useSentence(known);
  const row = here ?? elsewhere.data?.data[0];
  if (!row && elsewhere.isFetching) return null;
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined} data-mfa-page>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title aria-live="polite" style={{ overflowWrap: 'anywhere' }}>
            {row ? say(row) : t('details.title', { seq })}
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {row ? (
            <Flex direction="column" alignItems="stretch" gap={5}>
              {row.outcome === 'failure' ? (
                <Flex>
                  <Outcome outcome={row.outcome} />
                </Flex>
              ) : null}
              <Facts row={row} names={known} />
              <TechnicalFacts row={row} />
            </Flex>
          ) : (
            <Typography>{t('details.missing')}</Typography>
          )}
        </Modal.Body>
        <Modal.Footer style={{ flexWrap: 'wrap', gap: '0.8rem' }}>
          <Flex gap={2} wrap="wrap">
            {row ? <Neighbors rows={rows} row={row} onOpen={onOpen} /> : null}
          </Flex>
          <Flex gap={2} wrap="wrap">
            {row ? <ViewPerson row={row} names={known} /> : null}
            <Modal.Close>
              <Button variant="tertiary">{pages('action.close')}</Button>
            </Modal.Close>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
