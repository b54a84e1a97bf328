import { type ReactNode } from 'react';

import { Box, Button, Flex, IconButton, Th, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { Table } from '@strapi/strapi/admin';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { EventIcon } from './EventIcon';
import { FilterLink } from './FilterLink';
import { Moment } from './Moment';
import { Outcome } from './Outcome';
import { type Names, useParties, useSentence } from './use-sentence';
import { useBrowserWords } from './use-where';

const COLUMNS = ['what', 'where', 'when', 'details'] as const;

/** On a small screen, where and when stand below the sentence. */
const WIDE = { initial: 'none', medium: 'table-cell' } as const;
const SMALL = { initial: 'block', medium: 'none' } as const;

interface EventTableProps {
  rows: readonly AuditEventRow[];
  names: Names;
  /** Null if no filter is active. */
  onClear: (() => void) | null;
  onOpen(row: AuditEventRow): void;
  /** Narrows the list to a person or an address. */
  onFilter(values: Record<string, string>): void;
}

type EventRowProps = Pick<EventTableProps, 'names' | 'onOpen' | 'onFilter'> & { row: AuditEventRow };

const Where = ({ row, onFilter }: Pick<EventRowProps, 'row' | 'onFilter'>) => {
  const t = useWords('activity');
  const browser = useBrowserWords()(row.userAgent);
  return (
    <>
      {browser ? (
        <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {browser}
        </Typography>
      ) : null}
      {row.ip ? (
        <Typography variant="pi" textColor="neutral600">
          <FilterLink hint={t('row.ofAddress', { ip: row.ip })} onFilter={() => onFilter({ ip: row.ip ?? '' })}>
            {row.ip}
          </FilterLink>
        </Typography>
      ) : null}
    </>
  );
};

/** The addresses of those whose names the sentence says, because people choose their names. */
const useAddresses = (names: Names) => {
  const partiesOf = useParties(names);
  return (row: AuditEventRow): string[] => {
    const { person, actor, byOther } = partiesOf(row);
    const said = byOther ? [actor, person] : [person];
    const emails = said.flatMap(({ email, label }) => (email !== null && email !== label ? [email] : []));
    return [...new Set(emails)];
  };
};

const What = ({ row, names, onFilter }: Omit<EventRowProps, 'onOpen'>): ReactNode => {
  const t = useWords('activity');
  const say = useSentence(names);
  const addresses = useAddresses(names)(row);
  const draw: NonNullable<Parameters<typeof say>[1]>['draw'] = ({ id, label }) =>
    id === null ? (
      <bdi>{label}</bdi>
    ) : (
      <FilterLink strong hint={t('row.ofPerson', { person: label })} onFilter={() => onFilter({ userId: String(id) })}>
        {label}
      </FilterLink>
    );
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
      <Flex gap={2} wrap="wrap">
        <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
          {say(row, { draw })}
        </Typography>
        <Outcome outcome={row.outcome} />
      </Flex>
      {addresses.length > 0 ? (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
          {addresses.join(' · ')}
        </Typography>
      ) : null}
    </Flex>
  );
};

const EventRow = ({ row, names, onOpen, onFilter }: EventRowProps) => {
  const t = useWords('activity');
  return (
    <Table.Row onClick={() => onOpen(row)} style={{ cursor: 'pointer' }} data-event={row.seq}>
      <Table.Cell>
        <Flex gap={3} alignItems="flex-start" paddingTop={3} paddingBottom={3}>
          <EventIcon type={row.type} outcome={row.outcome} />
          <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
            <What row={row} names={names} onFilter={onFilter} />
            <Box display={SMALL} paddingTop={1} style={{ whiteSpace: 'normal' }}>
              <Flex direction="column" alignItems="flex-start" gap={1}>
                <Where row={row} onFilter={onFilter} />
                <Moment iso={row.at} />
              </Flex>
            </Box>
          </Flex>
        </Flex>
      </Table.Cell>
      <Table.Cell display={WIDE}>
        <Flex direction="column" alignItems="flex-start" gap={1} minWidth="14rem">
          <Where row={row} onFilter={onFilter} />
        </Flex>
      </Table.Cell>
      <Table.Cell display={WIDE}>
        <Flex direction="column" alignItems="flex-start" gap={1} style={{ whiteSpace: 'nowrap' }}>
          <Moment iso={row.at} />
        </Flex>
      </Table.Cell>
      <Table.Cell onClick={(event) => event.stopPropagation()}>
        <IconButton variant="ghost" label={t('row.open', { seq: row.seq })} onClick={() => onOpen(row)}>
          <Eye />
        </IconButton>
      </Table.Cell>
    </Table.Row>
  );
};

/** A page of events, newest first: what happened, where, and when. */
export const EventTable = ({ rows, names, onClear, onOpen, onFilter }: EventTableProps) => {
  const t = useWords('activity');
  const pages = useWords('pages');
  const headers = COLUMNS.map((name) => ({ name, label: t(`column.${name}`) }));
  return (
    <Table.Root rows={rows.map((row) => ({ ...row, id: row.seq }))} headers={headers}>
      <Table.Content>
        <Table.Head>
          {headers.map(({ name, label }) => (
            <Th key={name} display={name === 'where' || name === 'when' ? WIDE : undefined}>
              <Typography tag="span" variant="sigma" textColor="neutral600">
                {label}
              </Typography>
            </Th>
          ))}
        </Table.Head>
        <Table.Empty
          content={t(onClear ? 'empty.filtered' : 'empty')}
          action={
            onClear ? (
              <Button variant="secondary" onClick={onClear}>
                {pages('action.clearFilters')}
              </Button>
            ) : undefined
          }
        />
        <Table.Body>
          {rows.map((row) => (
            <EventRow key={row.seq} row={row} names={names} onOpen={onOpen} onFilter={onFilter} />
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
