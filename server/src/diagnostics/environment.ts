/** The host around us: key, address, proxy, cookies, clock, mail, text messages. */
import type { Core } from '@strapi/strapi';

import type { Database } from '../store';
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Finding } from './check';

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1';

const addressOf = (strapi: Core.Strapi): URL | null => {
  const address: unknown = strapi.config.get('admin.absoluteUrl');
  return typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
};

/** Settings of `server.proxy`, as Koa ended up with them. */
const trustsProxy = (strapi: Core.Strapi): boolean => strapi.server.app.proxy === true;

const encryptionKey = ({ keys, config }: DiagnosticsDeps): Finding => {
  if (keys.activeId === null) {
    return error(
      'There is no encryption key, so authenticator apps and text messages are not offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey) or mfa.config.encryptionKeys.'
    );
  }
  if (config.encryptionKeys.length === 0) return ok('Secrets are encrypted with Strapi’s own encryption key.');
  return ok(`Secrets are encrypted with the key "${keys.activeId}"; ${keys.ids.length} in all can be read.`);
};

const address = ({ strapi }: DiagnosticsDeps): Finding => {
  const url = addressOf(strapi);
  if (!url)
    return warning('The panel has no absolute address. Set server.url, so that security keys know where they belong.');
  if (url.protocol === 'https:' || isLocal(url.hostname)) return ok(`The panel’s address is ${url.origin}.`);
  return error(`The panel’s address ${url.origin} is not https: passwords and codes travel unencrypted.`);
};

const relyingParty = ({ factors, config, strapi }: DiagnosticsDeps): Finding => {
  const standing = factors.factor('webauthn')?.availability();
  const id = config.webauthn.rpId ?? addressOf(strapi)?.hostname ?? '';
  if (standing?.ok) return ok(`Security keys are bound to ${id}.`);
  return error(
    `Security keys can’t be used here (${standing?.reason ?? 'not offered'}). Set server.url, or mfa.config.webauthn.`
  );
};

const proxy: Examination['look'] = ({ strapi }, way) => {
  const trusted = trustsProxy(strapi);
  if (way === null) return ok(trusted ? 'Addresses are taken from a proxy (server.proxy).' : 'No proxy is configured.');
  if (way.forwarded && !trusted) {
    return warning(
      'A proxy stands before this server, but server.proxy is off: the trail records the proxy’s address instead of people’s.'
    );
  }
  if (!way.forwarded && trusted) {
    return warning(
      'server.proxy is on, but no proxy is before this server: anybody can make up the address that the trail records.'
    );
  }
  return ok(trusted ? 'Addresses are taken from the proxy before this server.' : 'People reach this server directly.');
};

/** Strapi's routes for its cookies, wherever the panel itself is. */
const API_PATH = '/admin';

/**
 * Strapi keeps its cookies at `/admin` unless told otherwise; a panel elsewhere does not see them, and nobody gets in, with
 * or without this plugin (github.com/strapi/strapi/issues/27442).
 */
const cookiesOutOfSight = (strapi: Core.Strapi): string | null => {
  const panel = String(strapi.config.get('admin.path', API_PATH));
  const kept = String(strapi.config.get('admin.auth.cookie.path', API_PATH)).replace(/\/+$/, '');
  const reaches = (path: string): boolean => `${path}/`.startsWith(`${kept}/`);
  return reaches(panel) && reaches(API_PATH) ? null : panel;
};

const cookies: Examination['look'] = ({ strapi }, way) => {
  const panel = cookiesOutOfSight(strapi);
  if (panel !== null)
    return error(
      `The panel is served at ${panel}, where Strapi’s cookies don’t reach: nobody stays logged in. Set admin.auth.cookie.path to "/" and build the panel again.`
    );
  const configured: unknown = strapi.config.get('admin.auth.cookie.secure');
  const encrypted = addressOf(strapi)?.protocol === 'https:';
  if (configured === false && encrypted)
    return error('admin.auth.cookie.secure is off although the panel is served over https.');
  if (encrypted && way !== null && !way.secure && configured !== true) {
    return warning(
      'The panel is served over https, but this server takes the request for plain http, so cookies lack Secure. Set server.proxy.'
    );
  }
  if (!encrypted && configured === true) {
    return warning(
      'admin.auth.cookie.secure is on, but the panel’s address is not https: browsers will drop the cookies.'
    );
  }
  return ok(
    encrypted
      ? 'Cookies are sent over https only.'
      : 'Cookies are not marked Secure, as the panel’s address is not https.'
  );
};

const DATABASE_TIME: Record<Database['client'], string> = {
  sqlite: "select (julianday('now') - 2440587.5) * 86400000 as at",
  postgres: 'select extract(epoch from clock_timestamp()) * 1000 as at',
  mysql: 'select unix_timestamp(now(3)) * 1000 as at',
};

const DRIFT_WARNING_MS = 3000;
const DRIFT_ERROR_MS = 30_000;

/** knex answers raw reads in three shapes. */
const firstRow = (answer: unknown): Record<string, unknown> => {
  const rows: unknown = Array.isArray(answer)
    ? Array.isArray(answer[0])
      ? answer[0]
      : answer
    : (answer as { rows: unknown }).rows;
  return (rows as Record<string, unknown>[])[0] ?? {};
};

const clock = async ({ database, ports }: DiagnosticsDeps): Promise<Finding> => {
  const before = ports.clock.now();
  const there = Number(firstRow(await database.knex.raw(DATABASE_TIME[database.client])).at);
  const drift = Math.abs(there - (before + ports.clock.now()) / 2);
  const seconds = Math.round(drift / 1000);
  const message = `The clocks of this server and of its database differ by ${seconds} s.`;
  if (drift >= DRIFT_ERROR_MS) return error(`${message} Codes of authenticator apps will be refused. Use NTP on both.`);
  return drift >= DRIFT_WARNING_MS ? warning(`${message} Use NTP on both.`) : ok(message);
};

const mail = async ({ strapi, policies, factors }: DiagnosticsDeps): Promise<Finding> => {
  const needed = (await policies.current()).allowedMethods.includes('email');
  const provider: unknown = strapi.config.get('plugin::email.provider');
  if (!strapi.plugins.email || !provider) {
    const message = 'Strapi’s e-mail plugin has no provider: nobody is told what happened to their account.';
    return needed ? error(`${message} Codes by e-mail are allowed, but can’t be sent.`) : warning(message);
  }
  if (needed && factors.factor('email')?.availability().ok !== true)
    return error('Codes by e-mail are allowed, but can’t be sent.');
  if (provider === 'sendmail')
    return warning('Mail goes through the default provider "sendmail", which most mail servers refuse.');
  return ok(`Mail goes through "${String(provider)}".`);
};

const textMessages = async ({ config, policies, factors }: DiagnosticsDeps): Promise<Finding> => {
  const needed = (await policies.current()).allowedMethods.includes('sms');
  const able = factors.factor('sms')?.availability().ok === true;
  if (needed && !able) return error('Codes by text message are allowed, but no sender is configured (mfa.config.sms).');
  if (!config.sms) return ok('Text messages are not configured, and not allowed.');
  return ok(`Text messages go to ${config.sms.countries.join(', ')} only, at most ${config.sms.perDay} a day.`);
};

export const ENVIRONMENT: readonly Examination[] = [
  { id: 'encryption_key', look: encryptionKey },
  { id: 'address', look: address },
  { id: 'relying_party', look: relyingParty },
  { id: 'proxy', look: proxy },
  { id: 'cookies', look: cookies },
  { id: 'clock', look: clock },
  { id: 'mail', look: mail },
  { id: 'sms', look: textMessages },
];
