import type { Authenticator } from './factor';

/** `name`, or `name 2`, `name 3`… if the person already has an authenticator with that name. */
export const numbered = (name: string, existing: readonly Authenticator[]): string => {
  const taken = new Set(existing.map((authenticator) => authenticator.name));
  if (!taken.has(name)) return name;
  let next = 2;
  while (taken.has(`${name} ${next}`)) next += 1;
  return `${name} ${next}`;
};
