import { readUserAgent } from '../../../shared/contracts/browsers';

/**
 * The browser and system, which identify a person's browser across its updates: `Chrome on Windows`, or the first word
 * for a program that isn't a browser (`curl`). Only for people to read, never for decisions.
 */
export const browserName = (userAgent: string): string => {
  const { browser, system } = readUserAgent(userAgent);
  const name = browser ?? (userAgent.startsWith('Mozilla/') ? 'Unknown browser' : 'Unknown');
  return system ? `${name} on ${system}` : name;
};
