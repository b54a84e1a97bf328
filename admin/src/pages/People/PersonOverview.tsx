import { Flex, Typography } from '@strapi/design-system';

import { type PersonDetail } from '../../../../shared/contracts/types';
import { KeyState, Notice } from '../../components';
import { enrollableUi, FactorIcon } from '../../factors';
import { useWords } from '../../i18n';
import { FactList, Rows, StatusBadge, useWhen } from '../parts';

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

/** The facts about a person and their methods, without secrets, codes, or phone numbers. */
export const PersonOverview = ({ person }: { person: PersonDetail }) => {
  const t = useWords('people');
  const facts = useFacts(person);
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {person.isActive ? null : <Notice>{t('details.inactive')}</Notice>}
      <Flex>
        <StatusBadge status={person.status} />
      </Flex>
      <FactList facts={facts} />
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography variant="delta" tag="h3">
          {t('details.methods')}
        </Typography>
        <Methods person={person} />
      </Flex>
    </Flex>
  );
};
