import { deviceNameOf } from '../../../../admin/src/factors/webauthn/device-name';

const MOZILLA = 'Mozilla/5.0';
const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a name for a passkey, from the browser that created it [C65]', () => {
  it.each([
    [`${MOZILLA} (X11; Linux x86_64) ${KHTML} Chrome/150.0.0.0 Safari/537.36`, 'Chrome', 'Linux'],
    [`${MOZILLA} (X11; Linux x86_64) ${KHTML} HeadlessChrome/150.0.0.0 Safari/537.36`, 'Chrome', 'Linux'],
    [
      `${MOZILLA} (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0`,
      'Edge',
      'Windows',
    ],
    [
      `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15`,
      'Safari',
      'macOS',
    ],
    [
      `${MOZILLA} (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Safari/604.1`,
      'Safari',
      'iPhone',
    ],
    [`${MOZILLA} (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0`, 'Firefox', 'Android'],
  ])('%s', (userAgent, browser, system) => {
    expect(deviceNameOf(userAgent)).toEqual({ browser, system });
  });

  it.each([
    ['an unknown build that calls itself only Safari', `${MOZILLA} (X11; Linux x86_64) ${KHTML} Safari/537.36`],
    ['a browser without a system', 'Firefox/140.0'],
    ['nothing', ''],
  ])('none for %s', (_what, userAgent) => {
    expect(deviceNameOf(userAgent)).toBeNull();
  });
});
