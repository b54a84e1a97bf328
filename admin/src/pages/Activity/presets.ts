import { type EventType } from '../../../../shared/contracts/types';
import { type WordKey } from '../../i18n';

/** Spans of days that end now. They stay relative in a shared link. */
export const SPANS = ['today', '7', '30'] as const;

export type Span = (typeof SPANS)[number];

interface Preset {
  label: WordKey<'activity'>;
  types: readonly EventType[];
}

/** What people look for most, each as a list of types for the address. */
export const PRESETS: readonly Preset[] = [
  {
    label: 'show.failed',
    types: [
      'verification.failed',
      'verification.throttled',
      'verification.locked',
      'sign_in.refused',
      'password.refused',
      'first_factor.refused',
      'user.pass_refused',
      'trusted_browser.refused',
    ],
  },
  { label: 'show.resets', types: ['user.reset'] },
  { label: 'show.policy', types: ['policy.changed'] },
];

export const valueOf = ({ types }: Preset): string => types.join(',');
