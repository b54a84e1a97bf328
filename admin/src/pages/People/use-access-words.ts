import { useMemo } from 'react';

import { useIntl } from 'react-intl';

import {
  type AccessFinding,
  type Method,
  type PersonAccess,
  type PersonExplanation,
} from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';

type Finding<Code extends AccessFinding['code']> = Extract<AccessFinding, { code: Code }>;

const EVERYONE = 'default';

/** Each finding in sentences, with the person's name and the methods as people call them. */
export const useAccessWords = (why: Pick<PersonExplanation, 'user'>) => {
  const t = useWords('person');
  const shared = useWords('shared');
  const when = useWhen();
  const { formatList } = useIntl();
  return useMemo(() => {
    const name = why.user.name || why.user.email;
    const methods = (all: readonly Method[], type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
      formatList(
        all.map((method) => t(`access.method.${method}`)),
        { type }
      );
    const sources = (by: readonly string[]): string => {
      const roleName = (code: string) => why.user.roles.find((role) => role.code === code)?.name ?? code;
      return formatList(by.map((source) => (source === EVERYONE ? t('access.everyone') : roleName(source))));
    };

    const held = (finding: Finding<'locked' | 'waiting'>): string[] => {
      const { failures, until, works } = finding;
      const said = { name, methods: methods(finding.methods), failures, date: until && when.moment(until) };
      const lead = t(until === null ? 'access.locked.open' : `access.${finding.code}`, said);
      return [lead, works.length > 0 ? t('access.works', { methods: methods(works) }) : t('access.works.none')];
    };

    const asked = ({ by }: Finding<'asked'>, first: boolean): string => {
      const key = by.length > 0 ? 'required' : 'chosen';
      return t(first ? `access.asked.${key}` : `access.asked.otherwise.${key}`, { name, sources: sources(by) });
    };

    const say = (finding: AccessFinding, first: boolean): string[] => {
      switch (finding.code) {
        case 'locked':
        case 'waiting':
          return held(finding);
        case 'password_locked': {
          const { until, failures } = finding;
          if (until === null) return [t('access.password_locked.open')];
          return [t('access.password_locked', { date: when.moment(until), failures })];
        }
        case 'nothing_provable': {
          const causes = finding.methods.map(({ method, reason }) =>
            t(`access.unusable.${reason}`, { method: shared(`method.${method}.name`) })
          );
          return [t('access.nothing_provable', { name }), ...causes];
        }
        case 'reset_expired':
          return [t('access.reset_expired', { name, date: when.moment(finding.since) })];
        case 'deadline_over':
          return [
            t('access.deadline_over', { name, date: when.date(finding.since) }),
            t('access.required', { sources: sources(finding.by) }),
          ];
        case 'must_set_up': {
          const required = finding.by.length > 0 ? [t('access.required', { sources: sources(finding.by) })] : [];
          return [t('access.must_set_up', { name }), ...required];
        }
        case 'pass_needed':
          if (finding.pass !== null) return [t('access.pass_given', { date: when.moment(finding.pass) })];
          return [t(`access.pass_needed.${finding.because}`, { name })];
        case 'methods_not_allowed':
          return [t('access.methods_not_allowed', { name, methods: methods(finding.methods, 'disjunction') })];
        case 'asked':
          return [asked(finding, first)];
        case 'reset':
        case 'trusted_browser':
        case 'exempt':
        case 'grace_period':
          return [t(`access.${finding.code}`, { name, date: when.moment(finding.until) })];
        default:
          return [t(`access.${finding.code}`, { name })];
      }
    };

    return (access: PersonAccess): { finding: AccessFinding; sentences: string[] }[] =>
      access.findings.map((finding, index) => ({ finding, sentences: say(finding, index === 0) }));
  }, [formatList, shared, t, when, why]);
};
