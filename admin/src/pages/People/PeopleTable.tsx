import { Checkbox, Th, Typography, VisuallyHidden } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { StatusBadge, useWhen, When } from '../parts';
import { Methods, Roles, Who, WHO_STYLE } from './cells';
import { RowMenu, type PersonAction } from './RowMenu';
import { type Selection } from './selection';

const COLUMNS = [
  { name: 'name', sortable: true },
  { name: 'roles', sortable: false },
  { name: 'status', sortable: true },
  { name: 'methods', sortable: false },
  { name: 'lastVerifiedAt', sortable: true },
  { name: 'deadline', sortable: true },
] as const;

interface PeopleTableProps {
  rows: PersonRow[];
  loading: boolean;
  selection: Selection;
  /** The way out of an empty result. */
  emptyAction?: ReactNode;
  onAction(action: PersonAction, person: PersonRow): void;
}

type RowProps = Pick<PeopleTableProps, 'onAction' | 'selection'> & { person: PersonRow };

/** Nobody acts on themselves or on people with more permissions, so these can't be selected. */
const Tick = ({ person, selection }: Omit<RowProps, 'onAction'>) => {
  const t = useWords('people');
  const obstacle = selection.obstacle(person);
  return (
    <Table.Cell onClick={(event) => event.stopPropagation()}>
      <span title={obstacle === null ? undefined : t(`select.${obstacle}`)}>
        <Checkbox
          aria-label={t('select.one', { name: person.name || person.email })}
          disabled={obstacle !== null}
          checked={selection.has(person.id)}
          onCheckedChange={() => selection.toggle(person.id)}
        />
      </span>
    </Table.Cell>
  );
};

const TickAll = ({ selection }: Pick<PeopleTableProps, 'selection'>) => {
  const t = useWords('people');
  return (
    <Th>
      <Checkbox
        aria-label={t('select.all')}
        disabled={selection.possible === 0}
        checked={selection.all || (selection.people.length > 0 ? 'indeterminate' : false)}
        onCheckedChange={selection.toggleAll}
      />
    </Th>
  );
};

const Row = ({ person, selection, onAction }: RowProps) => {
  const when = useWhen();
  const due = person.graceEndsAt ?? person.mustEnrollUntil;
  return (
    <Table.Row onClick={() => onAction('details', person)} style={{ cursor: 'pointer' }} data-person={person.email}>
      {selection.offered ? <Tick person={person} selection={selection} /> : null}
      <Table.Cell style={WHO_STYLE}>
        <Who person={person} />
      </Table.Cell>
      <Table.Cell>
        <Roles roles={person.roles} />
      </Table.Cell>
      <Table.Cell>
        <StatusBadge status={person.status} />
      </Table.Cell>
      <Table.Cell>
        <Methods person={person} />
      </Table.Cell>
      <Table.Cell>
        <Typography textColor="neutral800">
          {person.lastVerifiedAt ? <When iso={person.lastVerifiedAt} /> : '–'}
        </Typography>
      </Table.Cell>
      <Table.Cell>
        <Typography textColor="neutral800">{due ? when.date(due) : '–'}</Typography>
      </Table.Cell>
      <Table.Cell onClick={(event) => event.stopPropagation()}>
        <RowMenu person={person} onAction={onAction} />
      </Table.Cell>
    </Table.Row>
  );
};

/** A page of people. The server sorts. */
export const PeopleTable = ({ rows, loading, selection, emptyAction, onAction }: PeopleTableProps) => {
  const t = useWords('people');
  const headers = COLUMNS.map(({ name, sortable }) => ({ name, sortable, label: t(`column.${name}`) }));
  const ticks = selection.offered ? [{ name: 'select', label: t('select.all') }] : [];
  const columns = [...ticks, ...headers, { name: 'actions', label: t('column.actions') }];
  return (
    <Table.Root rows={rows} headers={columns} isLoading={loading} selectedRows={[]}>
      <Table.Content>
        <Table.Head>
          {selection.offered ? <TickAll selection={selection} /> : null}
          {headers.map((header) => (
            <Table.HeaderCell key={header.name} {...header} />
          ))}
          <Th>
            <VisuallyHidden>{t('column.actions')}</VisuallyHidden>
          </Th>
        </Table.Head>
        <Table.Empty content={t('empty')} action={emptyAction} />
        <Table.Loading />
        <Table.Body>
          {rows.map((person) => (
            <Row key={person.id} person={person} selection={selection} onAction={onAction} />
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
