/** What a user agent says about the browser and the system, across updates. Only for people to read. */

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

const match = (userAgent: string, table: readonly [RegExp, string][]): string | null =>
  table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

/** Anything that calls itself Mozilla is some browser. Of other programs, the first word is the name. */
const programOf = (userAgent: string): string | null =>
  userAgent.startsWith('Mozilla/') ? null : (/^[\w.-]{1,40}/.exec(userAgent)?.[0] ?? null);

/** The names of the browser (or program) and of the system. Null if unknown. */
export const readUserAgent = (userAgent: string): { browser: string | null; system: string | null } => ({
  browser: match(userAgent, BROWSERS) ?? programOf(userAgent),
  system: match(userAgent, SYSTEMS),
});
