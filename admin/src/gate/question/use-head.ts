import { useEffect, useState } from 'react';

import type { AuthenticatorType } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';
import type { Question } from './question';
import type { GateState } from './machine';
import type { WizardStep } from '../screens/EnrollmentWizard';

const TITLES: Record<GateState['screen'], WordKey<'challenge'>> = {
  opening: 'title.confirm',
  password: 'title.confirm',
  challenge: 'title.confirm',
  lost: 'lost.title',
  enrollment: 'title.enroll',
  reauthenticate: 'title.confirm',
  stuck: 'stuck.title',
  expired: 'expired.title',
  unreachable: 'unreachable.title',
  recovered: 'recovered.title',
};

const WIZARD_TITLES: Record<WizardStep, WordKey<'challenge'>> = {
  choose: 'title.enroll',
  setUp: 'title.enroll',
  codes: 'enroll.codes.title',
  finishing: 'enroll.codes.title',
  done: 'enroll.done.title',
};

const REASONS: Record<string, WordKey<'challenge'>> = {
  session_unverified: 'subtitle.unverified',
  verification_expired: 'subtitle.again',
  sensitive_action: 'subtitle.sensitive',
};

/** Only a key is accepted. People with other methods would wonder about "a second step". */
const asksForKey = ({ details }: GateState): boolean =>
  details?.methods?.length === 1 && details.methods[0] === 'webauthn';

interface Wizard {
  step: WizardStep;
  type: AuthenticatorType | null;
}

const titleKey = ({ screen, exhausted }: GateState, { step }: Wizard): WordKey<'challenge'> => {
  if (screen === 'enrollment') return WIZARD_TITLES[step];
  return exhausted ? 'exhausted.title' : TITLES[screen];
};

/** Screens that explain themselves. */
const PLAIN: readonly GateState['screen'][] = [
  'lost',
  'stuck',
  'expired',
  'unreachable',
  'recovered',
  'reauthenticate',
];

const subtitleKey = ({ kind, asked }: Question, state: GateState, account: string | null) => {
  if (PLAIN.includes(state.screen)) return null;
  if (state.screen === 'enrollment' && asksForKey(state)) return 'subtitle.enrollKey';
  if (state.screen === 'enrollment' || asked.code === 'MFA_ENROLLMENT_REQUIRED') return 'subtitle.enroll';
  if (kind === 'sign_in') return account === null ? 'subtitle.signIn' : 'subtitle.signInAs';
  return REASONS[String(asked.details.reason)] ?? 'subtitle.sensitive';
};

/** The title and subtitle of the current screen. The tab's title is the same as the heading. */
export const useHead = (question: Question, state: GateState, at: Wizard, account: string | null) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const wizard = state.screen === 'enrollment';
  const keyOnly = wizard && at.step === 'choose' && asksForKey(state) ? 'webauthn' : null;
  const setUp = wizard && at.step === 'setUp' ? at.type : keyOnly;
  const title = setUp === null ? t(titleKey(state, at)) : shared(`enroll.${setUp}.title`);
  const key = wizard && at.step !== 'choose' ? null : subtitleKey(question, state, account);

  const [before] = useState(() => document.title);
  useEffect(() => {
    const ours = `${title} | Strapi`;
    document.title = ours;
    return () => {
      // The page below may have changed meanwhile. Then its title is its own.
      if (document.title === ours) document.title = before;
    };
  }, [title, before]);

  return { title, subtitle: key === null ? null : t(key, { email: account ?? '' }) };
};
