import { Badge, IconButton, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { Table } from '@strapi/strapi/admin';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useEventWords, When } from '../parts';
import { useActorWords } from './use-actor-words';

const COLUMNS = ['event', 'person', 'actor', 'method', 'outcome', 'date', 'details'] as const;

interface EventTableProps {
  rows: AuditEventRow[];
  loading: boolean;
  filtered: boolean;
  onOpen(row: AuditEventRow): void;
}

export const Outcome = ({ outcome }: Pick<AuditEventRow, 'outcome'>) => {
  const t = useWords('activity');
  return outcome === 'failure' ? (
    <Badge backgroundColor="danger100" textColor="danger700">
      {t('outcome.failure')}
    </Badge>
  ) : (
    <Badge backgroundColor="success100" textColor="success700">
      {t('outcome.success')}
    </Badge>
  );
};

const EventRow = ({ row, onOpen }: { row: AuditEventRow; onOpen(row: AuditEventRow): void }) => {
  const t = useWords('activity');
  const shared = useWords('shared');
  const say = useEventWords();
  const { person, actor } = useActorWords();
  const cells = [
    say({ ...row, method: null }),
    person(row),
    actor(row),
    row.method ? shared(`method.${row.method}.name`) : '–',
  ];
  return (
    <Table.Row onClick={() => onOpen(row)} style={{ cursor: 'pointer' }} data-event={row.seq}>
      {cells.map((text, index) => (
        <Table.Cell key={COLUMNS[index]}>
          <Typography textColor="neutral800" ellipsis={index > 0}>
            {text}
          </Typography>
        </Table.Cell>
      ))}
      <Table.Cell>
        <Outcome outcome={row.outcome} />
      </Table.Cell>
      <Table.Cell>
        <Typography textColor="neutral800">
          <When iso={row.at} />
        </Typography>
      </Table.Cell>
      <Table.Cell onClick={(event) => event.stopPropagation()}>
        <IconButton variant="ghost" label={t('row.open', { seq: row.seq })} onClick={() => onOpen(row)}>
          <Eye />
        </IconButton>
      </Table.Cell>
    </Table.Row>
  );
};

/** A page of events, newest first. */
export const EventTable = ({ rows, loading, filtered, onOpen }: EventTableProps) => {
  const t = useWords('activity');
  const headers = COLUMNS.map((name) => ({ name, label: t(`column.${name}`), sortable: false }));
  return (
    <Table.Root rows={rows.map((row) => ({ ...row, id: row.seq }))} headers={headers} isLoading={loading}>
      <Table.Content>
        <Table.Head>
          {headers.map((header) => (
            <Table.HeaderCell key={header.name} {...header} />
          ))}
        </Table.Head>
        <Table.Empty content={t(filtered ? 'empty.filtered' : 'empty')} />
        <Table.Loading />
        <Table.Body>
          {rows.map((row) => (
            <EventRow key={row.seq} row={row} onOpen={onOpen} />
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
