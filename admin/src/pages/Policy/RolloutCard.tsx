import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { CheckCircle, ChevronRight } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';

import { type PolicyView } from '../../../../shared/contracts/types';
import { useGetMfaDiagnosticsQuery, useGetMfaMeQuery, type SentCheck } from '../../api';
import { useWords } from '../../i18n';
import { Section } from '../parts';

type Step = 'self' | 'second' | 'mail' | 'requirement';

const LINKS: Partial<Record<Step, string>> = { self: '/me/security', second: '/settings/mfa/people' };

const requiresSomebody = ({ enabled, requirement, roles, planned }: PolicyView): boolean =>
  (enabled && [requirement, ...Object.values(roles)].some((level) => level !== 'optional') === true) ||
  (enabled && planned !== null && planned.startsAt !== null);

const readySuperAdmins = (checks: readonly SentCheck[]): number => {
  const check = checks.find(({ id }) => id === 'super_admins');
  if (check?.code === 'super_admins_single') return 1;
  const ready = check?.values?.ready;
  return typeof ready === 'number' ? ready : 0;
};

/** What is left to do until MFA protects this project. Gone when everything is done. */
export const RolloutCard = ({ view }: { view: PolicyView }) => {
  const t = useWords('policy');
  const { data: me } = useGetMfaMeQuery();
  const { data: checks } = useGetMfaDiagnosticsQuery();
  if (!me || !checks) return null;

  const done: Record<Step, boolean> = {
    self: me.enrolled,
    second: readySuperAdmins(checks) >= 2,
    mail: checks.find(({ id }) => id === 'mail')?.status === 'ok',
    requirement: requiresSomebody(view),
  };
  const steps = Object.entries(done) as [Step, boolean][];
  const left = steps.filter(([, isDone]) => !isDone).length;
  if (left === 0) return null;

  return (
    <Section title={t('rollout.title')} hint={t('rollout.hint', { done: steps.length - left, total: steps.length })}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {steps.map(([step, isDone]) => {
          const to = LINKS[step];
          return (
            <Flex tag="li" key={step} gap={3} alignItems="flex-start" data-step={step} data-done={isDone}>
              <Box paddingTop="2px" aria-hidden>
                {isDone ? (
                  <CheckCircle fill="success600" width="1.6rem" height="1.6rem" />
                ) : (
                  <ChevronRight fill="neutral500" width="1.6rem" height="1.6rem" />
                )}
              </Box>
              <Flex direction="column" alignItems="flex-start" gap={1}>
                <Typography fontWeight={isDone ? 'regular' : 'bold'} textColor={isDone ? 'neutral600' : 'neutral800'}>
                  {t(`rollout.${step}`)}
                  {isDone ? ` (${t('rollout.done')})` : ''}
                </Typography>
                {isDone ? null : (
                  <Typography variant="pi" textColor="neutral600">
                    {t(`rollout.${step}.line`)}
                  </Typography>
                )}
                {!isDone && to ? (
                  <Link tag={RouterLink} to={to}>
                    {t(`rollout.${step === 'self' ? 'self' : 'second'}.link`)}
                  </Link>
                ) : null}
              </Flex>
            </Flex>
          );
        })}
      </Flex>
    </Section>
  );
};
