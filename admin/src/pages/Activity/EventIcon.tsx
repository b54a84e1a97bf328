import { type ComponentType, type SVGProps } from 'react';

import { Box } from '@strapi/design-system';
import {
  CrossCircle,
  Cog,
  File,
  HandHeart,
  Key,
  Lock,
  Mail,
  Monitor,
  Pencil,
  SealCheck,
  User,
  WarningCircle,
} from '@strapi/icons';

import { type AuditEventRow } from '../../../../shared/contracts/types';

type Icon = ComponentType<SVGProps<SVGSVGElement> & { fill?: string }>;

/** By the beginning of the type. The first one that fits counts. */
const KINDS: readonly [RegExp, Icon][] = [
  [/^verification\.locked|^verification\.throttled/, Lock],
  [/^access\.|\.refused$/, CrossCircle],
  [/^verification\.|\.unreadable$|counter_regressed$|distrusted$/, WarningCircle],
  [/^notice\.|^code\.|reminded$/, Mail],
  [/^step_up\.|^password\.|^first_factor\./, SealCheck],
  [/^sign_in\.|^user\.registered/, User],
  [/^factor\.|^recovery_code|^preference\./, Key],
  [/^trusted_browser\.|^session\./, Monitor],
  [/^policy\./, Cog],
  [/^user\.(reset|unlocked|signed_out|exempt|pass)/, HandHeart],
  [/^user\./, Pencil],
];

/** The kind of an event at a glance. The sentence beside it says everything, so it's hidden from screen readers. */
export const EventIcon = ({ type, outcome }: Pick<AuditEventRow, 'type' | 'outcome'>) => {
  const Kind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? File;
  return (
    <Box aria-hidden flex="none" paddingTop={1} style={{ lineHeight: 0 }}>
      <Kind fill={outcome === 'failure' ? 'danger600' : 'neutral500'} width="1.6rem" height="1.6rem" />
    </Box>
  );
};
