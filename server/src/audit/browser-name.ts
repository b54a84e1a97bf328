/** The browser and system, which identify a person's browser across its updates. */

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  // Safari names its version. An unknown build of another engine says only "Safari".
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b|\biPad\b|\biPod\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Anything that calls itself Mozilla is some browser. */
const unknown = (userAgent: string): string =>
  userAgent.startsWith('Mozilla/') ? 'Unknown browser' : /^[\w.-]{1,40}/.exec(userAgent)?.[0] || 'Unknown';

const match = (userAgent: string, table: readonly [RegExp, string][]): string | null =>
  table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

/**
 * `Chrome on Windows`, or the first word for a program that isn't a browser (`curl`). Only for people to read, never
 * for decisions.
 */
export const browserName = (userAgent: string): string => {
  const browser = match(userAgent, BROWSERS) ?? unknown(userAgent);
  const system = match(userAgent, SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
};
