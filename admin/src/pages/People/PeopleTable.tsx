import { Badge, Flex, Tooltip, Typography } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';

import { type PersonRow } from '../../../../shared/contracts/types';
import { FactorIcon } from '../../factors';
import { useWords } from '../../i18n';
import { StatusBadge, useWhen, When } from '../parts';
import { RowMenu, type PersonAction } from './RowMenu';

const COLUMNS = [
  { name: 'name', sortable: true },
  { name: 'roles', sortable: false },
  { name: 'status', sortable: true },
  { name: 'methods', sortable: false },
  { name: 'lastVerifiedAt', sortable: true },
  { name: 'due', sortable: false },
  { name: 'actions', sortable: false },
] as const;

interface PeopleTableProps {
  rows: PersonRow[];
  loading: boolean;
  selected: PersonRow[];
  onSelect(rows: PersonRow[]): void;
  onAction(action: PersonAction, person: PersonRow): void;
}

/**
 * What the icons don't show: people who need no password, and keys that the policy no longer accepts or that were
 * withdrawn.
 */
const KeyLines = ({ person }: { person: PersonRow }) => {
  const t = useWords('people');
  const { logsInAlone, uncountedKeys, withdrawnKeys } = person;
  return (
    <>
      {logsInAlone ? (
        <Typography variant="pi" textColor="neutral600">
          {t('methods.alone')}
        </Typography>
      ) : null}
      {uncountedKeys > 0 ? (
        <Badge backgroundColor="warning100" textColor="neutral800">
          {t('methods.uncounted', { count: uncountedKeys })}
        </Badge>
      ) : null}
      {withdrawnKeys > 0 ? (
        <Badge backgroundColor="danger100" textColor="neutral800">
          {t('methods.withdrawn', { count: withdrawnKeys })}
        </Badge>
      ) : null}
    </>
  );
};

const Methods = ({ person }: { person: PersonRow }) => {
  const t = useWords('people');
  const shared = useWords('shared');
  if (person.methods.length === 0) return <Typography textColor="neutral600">{t('methods.none')}</Typography>;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={1}>
        {person.methods.map((method) => (
          <Tooltip key={method} label={shared(`method.${method}.name`)}>
            <span role="img" aria-label={shared(`method.${method}.name`)}>
              <FactorIcon method={method} />
            </span>
          </Tooltip>
        ))}
      </Flex>
      <KeyLines person={person} />
    </Flex>
  );
};

const Who = ({ person }: { person: PersonRow }) => (
  <Flex direction="column" alignItems="flex-start" translate="no">
    <Typography fontWeight="bold" textColor="neutral800">
      {person.name || person.email}
    </Typography>
    {person.name ? (
      <Typography variant="pi" textColor="neutral600">
        {person.email}
      </Typography>
    ) : null}
  </Flex>
);

type RowProps = Pick<PeopleTableProps, 'onAction'> & { person: PersonRow };

const Row = ({ person, onAction }: RowProps) => {
  const when = useWhen();
  const due = person.graceEndsAt ?? person.mustEnrollUntil;
  return (
    <Table.Row onClick={() => onAction('details', person)} style={{ cursor: 'pointer' }} data-person={person.email}>
      <Table.CheckboxCell id={person.id} onClick={(event) => event.stopPropagation()} />
      <Table.Cell>
        <Who person={person} />
      </Table.Cell>
      <Table.Cell>
        <Flex gap={1} wrap="wrap">
          {person.roles.map((role) => (
            <Badge key={role.code}>{role.name}</Badge>
          ))}
        </Flex>
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
export const PeopleTable = ({ rows, loading, selected, onSelect, onAction }: PeopleTableProps) => {
  const t = useWords('people');
  const headers = COLUMNS.map(({ name, sortable }) => ({ name, sortable, label: t(`column.${name}`) }));
  return (
    <Table.Root
      rows={rows}
      headers={headers}
      isLoading={loading}
      selectedRows={selected}
      onSelectedRowsChange={onSelect}
    >
      <Table.Content>
        <Table.Head>
          <Table.HeaderCheckboxCell />
          {headers.map((header) => (
            <Table.HeaderCell key={header.name} {...header} />
          ))}
        </Table.Head>
        <Table.Empty content={t('empty')} />
        <Table.Loading />
        <Table.Body>
          {rows.map((person) => (
            <Row key={person.id} person={person} onAction={onAction} />
          ))}
        </Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
