import { useRef, type ReactNode } from 'react';

import { Box, Button, Flex, Loader, Modal, Tabs, Typography } from '@strapi/design-system';

import { type AccessHelp, type PersonDetail, type PersonExplanation } from '../../../../shared/contracts/types';
import { useExplainMfaPersonQuery, useGetMfaPersonQuery } from '../../api';
import { useWords, type WordKey } from '../../i18n';
import { PartFailed } from '../parts';
import { Access } from './Access';
import { useActionsFor, type PersonAction } from './actions-for';
import { PersonEvents } from './PersonEvents';
import { PersonOverview } from './PersonOverview';
import { PersonSessions } from './PersonSessions';
import { useRights } from './rights';

interface PersonModalProps {
  id: number;
  /** An action whose dialog replaces this one. */
  onAction(action: PersonAction, person: PersonDetail): void;
  onClose(): void;
}

/** In the footer, from the rarest to the most likely. */
const IN_FOOTER: readonly PersonAction[] = ['exempt', 'endExemption', 'remind', 'endPass', 'signOut', 'pass', 'reset'];

const OFFERED: Partial<Record<AccessHelp, PersonAction>> = {
  reset: 'reset',
  pass: 'pass',
  exempt: 'exempt',
  end_exemption: 'endExemption',
  remind: 'remind',
};

/** What the sentence above doesn't offer already, so that every action has one place. */
const Footer = ({
  person,
  why,
  onAction,
}: Pick<PersonModalProps, 'onAction'> & {
  person: PersonDetail;
  why: PersonExplanation | undefined;
}) => {
  const t = useWords('people');
  const { actionsFor } = useActionsFor();
  const offered = (why?.access.findings ?? []).flatMap(({ help }) => help.flatMap((one) => OFFERED[one] ?? []));
  const possible = actionsFor(person);
  const shown = IN_FOOTER.filter((action) => possible.includes(action) && !offered.includes(action));
  if (shown.length === 0) return null;
  return (
    <Modal.Footer>
      <Flex gap={2} wrap="wrap" justifyContent="flex-end" width="100%">
        {shown.map((action) => {
          const key: WordKey<'people'> = `action.${action}`;
          return (
            <Button
              key={action}
              variant={action === 'reset' ? 'danger-light' : 'tertiary'}
              onClick={() => onAction(action, person)}
            >
              {t(key)}
            </Button>
          );
        })}
      </Flex>
    </Modal.Footer>
  );
};

const Title = ({ person }: { person: PersonDetail | undefined }) => {
  const t = useWords('people');
  if (!person) return <>{t('action.details')}</>;
  const roles = person.roles.map(({ name }) => name).join(', ');
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      <bdi>{person.name || person.email}</bdi>
      <Typography variant="pi" textColor="neutral600" tag="span" style={{ display: 'block' }}>
        {person.name ? <bdi>{person.email}</bdi> : null}
        {person.name && roles ? ' · ' : ''}
        {roles}
      </Typography>
    </span>
  );
};

const Parts = ({ person }: { person: PersonDetail }) => {
  const t = useWords('people');
  const { events } = useRights();
  const parts: [string, string, ReactNode][] = [
    ['overview', t('details.status'), <PersonOverview key="overview" person={person} />],
    ['sessions', t('details.sessions'), <PersonSessions key="sessions" id={person.id} />],
    ...(events
      ? [
          ['events', t('details.events'), <PersonEvents key="events" id={person.id} />] satisfies [
            string,
            string,
            ReactNode,
          ],
        ]
      : []),
  ];
  return (
    <Tabs.Root defaultValue="overview" variant="simple">
      <Tabs.List aria-label={t('action.details')}>
        {parts.map(([value, label]) => (
          <Tabs.Trigger key={value} value={value}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Box paddingTop={6} minHeight="24rem">
        {parts.map(([value, , part]) => (
          <Tabs.Content key={value} value={value}>
            {part}
          </Tabs.Content>
        ))}
      </Box>
    </Tabs.Root>
  );
};

/** A person: what is in their way and the help for it, then everything else. Without secrets, codes, or phone numbers. */
export const PersonModal = ({ id, onAction, onClose }: PersonModalProps) => {
  const pages = useWords('pages');
  const heading = useRef<HTMLHeadingElement>(null);
  const person = useGetMfaPersonQuery({ id }, { refetchOnMountOrArgChange: true });
  const why = useExplainMfaPersonQuery({ id }, { refetchOnMountOrArgChange: true });
  const { data } = person;
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content
        aria-describedby={undefined}
        onOpenAutoFocus={(event: Event) => {
          event.preventDefault();
          heading.current?.focus();
        }}
      >
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
            <Title person={data} />
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {person.isError ? <PartFailed onRetry={() => void person.refetch()} /> : null}
          {data ? (
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Access person={data} onAction={onAction} />
              <Parts person={data} />
            </Flex>
          ) : person.isError ? null : (
            <Loader small />
          )}
        </Modal.Body>
        {data && (why.data || why.isError) ? <Footer person={data} why={why.data} onAction={onAction} /> : null}
      </Modal.Content>
    </Modal.Root>
  );
};
