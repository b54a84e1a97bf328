/** Which browser on which system: what tells one of a person's browsers from another through all its updates. */

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  // Safari says which one it is; an unknown build of another engine only says "Safari".
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

/** What calls itself Mozilla is a browser, whichever. */
const unknown = (userAgent: string): string =>
  userAgent.startsWith('Mozilla/') ? 'Unknown browser' : /^[\w.-]{1,40}/.exec(userAgent)?.[0] || 'Unknown';

const match = (userAgent: string, table: readonly [RegExp, string][]): string | null =>
  table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

/** `Chrome on Windows`; the first word of what is no browser (`curl`). For people to read, never to decide by. */
export const browserName = (userAgent: string): string => {
  const browser = match(userAgent, BROWSERS) ?? unknown(userAgent);
  const system = match(userAgent, SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
};
