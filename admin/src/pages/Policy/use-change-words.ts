import { useIntl } from 'react-intl';

import { AUTHENTICATOR_TYPES, LANGUAGES, NOTICE_EVENTS } from '../../../../shared/contracts/constants';
import { type AuthenticatorRules, type AuthenticatorType, type Requirement } from '../../../../shared/contracts/types';
import { useGetPanelRolesQuery, type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';

/** One changed field, old → new, in words. */
export interface ChangeLine {
  field: string;
  from: string;
  to: string;
}

type Pair = [string, string, string];

/** Everything that differs between two policies, in the order of the page. The confirmation lists it. */
export const useChangeWords = () => {
  const t = useWords('policy');
  const shared = useWords('shared');
  const when = useWhen();
  const { data: roles } = useGetPanelRolesQuery();
  const { locale } = useIntl();

  const roleName = (code: string): string => roles?.find((role) => role.code === code)?.name ?? code;
  const roleMethods = (code: string): string => t('roleMethods.of', { role: roleName(code) });
  const languageName = (language: string): string =>
    new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  const onOff = (on: boolean): string => (on ? t('enabled.on') : t('enabled.off'));
  const level = (one: Requirement | undefined): string => (one ? t(`requirement.${one}`) : t('roles.same'));
  const text = (value: string | null | undefined): string => (value ? `“${value}”` : t('confirm.empty'));
  const count = (number: number): string => t('confirm.entries', { count: number });
  const methods = (list: readonly AuthenticatorType[]): string =>
    AUTHENTICATOR_TYPES.filter((type) => list.includes(type))
      .map((type) => shared(`method.${type}.name`))
      .join(', ') || t('confirm.empty');
  const methodsOfRole = (list: readonly AuthenticatorType[] | undefined): string =>
    list ? t('roleMethods.own', { methods: methods(list) }) : t('roleMethods.all');
  const days = (number: number): string => (number === 0 ? t('enabled.off') : String(number));

  const plan = (planned: PolicyFields['planned']): string => {
    if (planned === null) return t('planned.none');
    const parts = [
      level(planned.requirement),
      ...Object.entries(planned.roles).map(([code, one]) => `${roleName(code)}: ${level(one)}`),
    ].join(', ');
    return planned.startsAt === null
      ? t('planned.report', { levels: parts })
      : t('planned.date', { levels: parts, date: when.date(planned.startsAt) });
  };

  const byKey = <V>(
    before: Record<string, V>,
    after: Record<string, V>,
    field: (key: string) => string,
    say: (value: V | undefined) => string
  ): Pair[] =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])].map((key) => [
      field(key),
      say(before[key]),
      say(after[key]),
    ]);

  const keys = (before: AuthenticatorRules, after: AuthenticatorRules): Pair[] => {
    const verifies = (rules: AuthenticatorRules) => onOff(rules.userVerification === 'required');
    const proves = (rules: AuthenticatorRules) => onOff(rules.attestation === 'required');
    const models = ({ allowedAaguids: ids }: AuthenticatorRules) =>
      ids.length === 0 ? t('keys.models.any') : count(ids.length);
    const changed = JSON.stringify(before.allowedAaguids) !== JSON.stringify(after.allowedAaguids);
    return [
      [t('keys.verification'), verifies(before), verifies(after)],
      [t('keys.bound'), onOff(before.deviceBound), onOff(after.deviceBound)],
      [t('keys.attestation'), proves(before), proves(after)],
      ...(changed ? [sure([t('keys.models'), models(before), models(after)])] : []),
    ];
  };

  /** Other entries can be as many as before. */
  const sure = ([field, from, to]: Pair): Pair =>
    from === to ? [field, from, t('confirm.others', { count: to })] : [field, from, to];

  const actions = ({ stepUpActions }: PolicyFields): string[] => stepUpActions.filter((line) => line !== '');

  return (before: PolicyFields, after: PolicyFields): ChangeLine[] => {
    const of = <K extends keyof PolicyFields>(key: K, label: string, say: (value: PolicyFields[K]) => string): Pair => [
      label,
      say(before[key]),
      say(after[key]),
    ];
    const number = (key: Parameters<typeof numberLabel>[0]): Pair => of(key, numberLabel(key), String);
    const numberLabel = (
      key: 'gracePeriodDays' | 'verificationMaxAgeHours' | 'stepUpMaxAgeMinutes' | 'maxFailures' | 'lockoutMinutes'
    ): string => t(`${key}.label`);
    const moreActions = JSON.stringify(actions(before)) !== JSON.stringify(actions(after));
    // Every field has its words. If you add one, say it here, or this doesn't compile.
    const pairs: Record<keyof PolicyFields, Pair[]> = {
      enabled: [of('enabled', t('enabled.label'), onOff)],
      requirement: [of('requirement', t('requirement.label'), level)],
      roles: byKey(before.roles, after.roles, roleName, level),
      planned: [of('planned', t('planned.label'), plan)],
      gracePeriodDays: [number('gracePeriodDays')],
      allowedMethods: [of('allowedMethods', t('methods.title'), methods)],
      preferredMethod: [of('preferredMethod', t('methods.preferred'), (type) => shared(`method.${type}.name`))],
      roleMethods: byKey(before.roleMethods, after.roleMethods, roleMethods, methodsOfRole),
      firstFactorProof: [of('firstFactorProof', t('firstFactorProof.title'), (one) => t(`firstFactorProof.${one}`))],
      passwordless: [of('passwordless', t('passwordless.label'), (one) => onOff(one === 'allowed'))],
      passkeyUpgrade: [of('passkeyUpgrade', t('passkeyUpgrade.label'), (one) => t(`passkeyUpgrade.${one}`))],
      authenticators: keys(before.authenticators, after.authenticators),
      trustedBrowserDays: [of('trustedBrowserDays', t('trustedBrowserDays.label'), days)],
      verificationMaxAgeHours: [number('verificationMaxAgeHours')],
      stepUpMaxAgeMinutes: [number('stepUpMaxAgeMinutes')],
      stepUpActions: moreActions
        ? [sure([t('stepUpActions.label'), count(actions(before).length), count(actions(after).length)])]
        : [],
      maxFailures: [number('maxFailures')],
      lockoutMinutes: [number('lockoutMinutes')],
      sso: [of('sso', t('sso.title'), (one) => t(`sso.${one}`))],
      helpText: [of('helpText', t('helpText.label'), text)],
      helpTexts: LANGUAGES.map((language) => [
        t('helpTexts.label', { language: languageName(language) }),
        text(before.helpTexts[language]),
        text(after.helpTexts[language]),
      ]),
      supportUrl: [of('supportUrl', t('supportUrl.label'), text)],
      notices: NOTICE_EVENTS.map((event) => [
        t(`notices.${event}`),
        onOff(before.notices[event] !== false),
        onOff(after.notices[event] !== false),
      ]),
    };
    return Object.values(pairs)
      .flat()
      .filter(([, from, to]) => from !== to)
      .map(([field, from, to]) => ({ field, from, to }));
  };
};
