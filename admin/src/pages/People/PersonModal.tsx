import { Badge, Box, Button, Flex, Loader, Modal, Tabs, Typography } from '@strapi/design-system';
import { useAuth } from '@strapi/strapi/admin';

import { type PersonDetail, type PersonRow } from '../../../../shared/contracts/types';
import { useGetMfaPersonQuery } from '../../api';
import { KeyState, Notice } from '../../components';
import { enrollableUi, FactorIcon } from '../../factors';
import { useWords } from '../../i18n';
import { PartFailed, Rows, StatusBadge, useWhen } from '../parts';
import { PersonEvents } from './PersonEvents';
import { PersonSessions } from './PersonSessions';
import { useRights } from './rights';
import type { PersonAction } from './RowMenu';
import { Why } from './Why';

const useFacts = (person: PersonDetail): [string, string][] => {
  const t = useWords('people');
  const when = useWhen();
  const { exemption, recoveryCodes } = person;
  const open = person.status === 'locked' && person.lockedUntil === null ? t('details.lockedOpen') : null;
  const facts: [string, string | null][] = [
    [t('details.requirement'), t(`details.requirement.${person.requirement}`)],
    [t('details.lastVerifiedAt'), person.lastVerifiedAt && when.moment(person.lastVerifiedAt)],
    [t('details.graceEndsAt'), person.graceEndsAt && when.moment(person.graceEndsAt)],
    [t('details.mustEnrollUntil'), person.mustEnrollUntil && when.moment(person.mustEnrollUntil)],
    [t('details.lockedUntil'), person.lockedUntil ? when.moment(person.lockedUntil) : open],
    [
      t('details.exemption'),
      exemption &&
        t('details.exemption.by', {
          date: when.moment(exemption.until),
          email: exemption.by?.email ?? '–',
          reason: exemption.reason,
        }),
    ],
    [t('details.pass'), person.pass && when.moment(person.pass.expiresAt)],
    [t('details.firstBoundAt'), person.firstBoundAt && when.moment(person.firstBoundAt)],
    [
      t('details.codes'),
      recoveryCodes.generatedAt &&
        t('details.codes.value', { remaining: recoveryCodes.remaining, total: recoveryCodes.total }),
    ],
    [t('details.alone'), person.logsInAlone ? t('details.alone.yes') : null],
    [t('details.trusted'), person.trustedBrowsers > 0 ? String(person.trustedBrowsers) : null],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
};

const Methods = ({ person }: { person: PersonDetail }) => {
  const t = useWords('people');
  const security = useWords('security');
  const when = useWhen();
  if (person.authenticators.length === 0) {
    return <Typography textColor="neutral600">{t('details.methods.none')}</Typography>;
  }
  return (
    <Rows>
      {person.authenticators.map((view) => {
        const { RowFacts } = enrollableUi(view.type);
        const used = view.lastUsedAt
          ? security('row.used', { date: when.ago(view.lastUsedAt) })
          : security('row.neverUsed');
        return (
          <Flex tag="li" key={view.id} gap={3} alignItems="flex-start">
            <FactorIcon method={view.type} />
            <Flex direction="column" alignItems="flex-start" gap={1}>
              <Typography fontWeight="bold" textColor="neutral800">
                {view.name}
              </Typography>
              <RowFacts view={view} />
              <KeyState view={view} />
              <Typography variant="pi" textColor="neutral600">
                {security('row.added', { date: when.date(view.createdAt) })} · {used}
              </Typography>
            </Flex>
          </Flex>
        );
      })}
    </Rows>
  );
};

const Overview = ({ person }: { person: PersonDetail }) => {
  const t = useWords('people');
  const facts = useFacts(person);
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {person.isActive ? null : <Notice>{t('details.inactive')}</Notice>}
      <Flex gap={2} wrap="wrap">
        <StatusBadge status={person.status} />
        {person.roles.map((role) => (
          <Badge key={role.code}>{role.name}</Badge>
        ))}
      </Flex>
      <Flex tag="dl" wrap="wrap" gap={5} alignItems="flex-start">
        {facts.map(([label, value]) => (
          <Box key={label} width={{ initial: '100%', medium: 'calc(50% - 1.2rem)' }}>
            <Typography tag="dt" variant="sigma" textColor="neutral600">
              {label}
            </Typography>
            <Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography variant="delta" tag="h3">
          {t('details.methods')}
        </Typography>
        <Methods person={person} />
      </Flex>
    </Flex>
  );
};

/** All details of a person, without secrets, codes, or phone numbers. */
interface PersonModalProps {
  person: PersonRow;
  /** An action whose dialog replaces this one. */
  onAction(action: PersonAction, person: PersonRow): void;
  onClose(): void;
}

export const PersonModal = ({ person, onAction, onClose }: PersonModalProps) => {
  const t = useWords('people');
  const pages = useWords('pages');
  const { events, reset } = useRights();
  const me = useAuth('PersonModal', (state) => state.user?.id);
  const mayGivePass = reset && !person.aboveYou && person.methods.length === 0 && Number(me) !== person.id;
  const { data, isError, refetch } = useGetMfaPersonQuery({ id: person.id }, { refetchOnMountOrArgChange: true });
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{person.name ? `${person.name} · ${person.email}` : person.email}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Tabs.Root defaultValue="overview" variant="simple">
            <Tabs.List aria-label={t('action.details')}>
              <Tabs.Trigger value="overview">{t('details.status')}</Tabs.Trigger>
              <Tabs.Trigger value="why">{t('details.why')}</Tabs.Trigger>
              <Tabs.Trigger value="sessions">{t('details.sessions')}</Tabs.Trigger>
              {events ? <Tabs.Trigger value="events">{t('details.events')}</Tabs.Trigger> : null}
            </Tabs.List>
            <Box paddingTop={6} minHeight="30rem">
              <Tabs.Content value="overview">
                {isError ? <PartFailed onRetry={() => void refetch()} /> : null}
                {data ? <Overview person={data} /> : isError ? null : <Loader small />}
                {data && mayGivePass ? (
                  <Flex paddingTop={5}>
                    <Button variant="secondary" onClick={() => onAction('pass', person)}>
                      {t('action.pass')}
                    </Button>
                  </Flex>
                ) : null}
              </Tabs.Content>
              <Tabs.Content value="why">
                <Typography tag="p" textColor="neutral600" paddingBottom={4}>
                  {t('details.why.hint')}
                </Typography>
                <Why id={person.id} />
              </Tabs.Content>
              <Tabs.Content value="sessions">
                <PersonSessions id={person.id} />
              </Tabs.Content>
              {events ? (
                <Tabs.Content value="events">
                  <PersonEvents id={person.id} />
                </Tabs.Content>
              ) : null}
            </Box>
          </Tabs.Root>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
