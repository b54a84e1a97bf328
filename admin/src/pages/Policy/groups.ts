/** The parts of the page, in their order. Each one's name is also the address's hash: `/settings/mfa/policy#help`. */
export const GROUPS = ['requirement', 'sessions', 'help', 'diagnostics'] as const;

export type GroupName = (typeof GROUPS)[number];

export const headingId = (name: GroupName): string => `policy-${name}`;
