/** Checks of the environment: keys, address, proxy, cookies, clock, email, and text messages. */
import type { Core } from '@strapi/strapi';

import { obstacleOf, relatedOrigins, relyingParty as partyOf } from '../../factors';
import type { Database } from '../../platform';
import { API_PATH, cookiePath } from './cookie-path';
import { error, found, ok, warning, withParts, type DiagnosticsDeps, type Examination, type Verdict } from './check';

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1';

const addressOf = (strapi: Core.Strapi): URL | null => {
  const address: unknown = strapi.config.get('admin.absoluteUrl');
  return typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
};

/** Koa's setting, which Strapi derives from `server.proxy`. */
const trustsProxy = (strapi: Core.Strapi): boolean => strapi.server.app.proxy === true;

const encryptionKey = ({ keys, config }: DiagnosticsDeps): Verdict => {
  if (keys.activeId === null) return error('encryption_key_missing');
  if (keys.flaw !== null) return error(`encryption_key_${keys.flaw}`, { id: keys.activeId });
  if (config.encryptionKeys.length === 0) return ok('encryption_key_strapi');
  return ok('encryption_key_own', { id: keys.activeId, count: keys.ids.length });
};

const address = ({ strapi }: DiagnosticsDeps): Verdict => {
  const url = addressOf(strapi);
  if (!url) return warning('address_missing');
  if (url.protocol === 'https:' || isLocal(url.hostname)) return ok('address_ok', { address: url.origin });
  return error('address_insecure', { address: url.origin });
};

const home = async ({ home: place }: DiagnosticsDeps): Promise<Verdict> => {
  const standing = await place.standing();
  if (standing.home === null) return ok('home_none');
  if (standing.isHome) return ok('home_ok', { home: standing.home });
  return warning('home_elsewhere', { home: standing.home, here: standing.here ?? '–' });
};

const relyingParty = ({ factors, config, strapi }: DiagnosticsDeps): Verdict => {
  const obstacle = obstacleOf(factors.factor('webauthn'));
  if (obstacle !== null) return withParts(error('relying_party_unusable'), [found(obstacle)]);
  const rp = partyOf(config, strapi.config.get('admin.absoluteUrl'));
  const related = relatedOrigins(rp);
  if (rp.ok && related.length > 0) {
    const wellKnown = `https://${rp.id}/.well-known/webauthn`;
    return ok('relying_party_related', { id: rp.id, origins: related.join(', '), wellKnown });
  }
  return ok('relying_party_ok', { id: config.webauthn.rpId ?? addressOf(strapi)?.hostname ?? '' });
};

const proxy: Examination['look'] = ({ strapi }, way) => {
  const trusted = trustsProxy(strapi);
  if (way === null) return ok(trusted ? 'proxy_configured' : 'proxy_not_configured');
  if (way.forwarded && !trusted) return warning('proxy_not_trusted');
  if (!way.forwarded && trusted) return warning('proxy_trusted_but_absent');
  return ok(trusted ? 'proxy_trusted' : 'proxy_direct');
};

/**
 * If the panel is outside the path of Strapi's cookies, the browser never sends them there. Then nobody can log in,
 * with or without this plugin (github.com/strapi/strapi/issues/27442).
 */
const cookiesOutOfSight = (strapi: Core.Strapi): string | null => {
  const panel = String(strapi.config.get('admin.path', API_PATH));
  const configured = strapi.config.get<string | undefined>('admin.auth.cookie.path');
  const kept = cookiePath(strapi.dirs.app.root, configured).replace(/\/+$/, '');
  const reaches = (path: string): boolean => `${path}/`.startsWith(`${kept}/`);
  return reaches(panel) && reaches(API_PATH) ? null : panel;
};

const cookies: Examination['look'] = ({ strapi }, way) => {
  const panel = cookiesOutOfSight(strapi);
  if (panel !== null) return error('cookies_out_of_reach', { path: panel });
  const configured: unknown = strapi.config.get('admin.auth.cookie.secure');
  const encrypted = addressOf(strapi)?.protocol === 'https:';
  if (configured === false && encrypted) return error('cookies_secure_off');
  if (encrypted && way !== null && !way.secure && configured !== true) return warning('cookies_request_insecure');
  if (!encrypted && configured === true) return warning('cookies_dropped');
  return ok(encrypted ? 'cookies_https' : 'cookies_plain');
};

const DATABASE_TIME: Record<Database['client'], string> = {
  sqlite: "select (julianday('now') - 2440587.5) * 86400000 as at",
  postgres: 'select extract(epoch from clock_timestamp()) * 1000 as at',
  mysql: 'select unix_timestamp(now(3)) * 1000 as at',
};

const DRIFT_WARNING_MS = 3000;
const DRIFT_ERROR_MS = 30_000;

/** knex returns the rows of raw queries in different shapes, depending on the database. */
const firstRow = (answer: unknown): Record<string, unknown> => {
  const rows: unknown = Array.isArray(answer)
    ? Array.isArray(answer[0])
      ? answer[0]
      : answer
    : (answer as { rows: unknown }).rows;
  return (rows as Record<string, unknown>[])[0] ?? {};
};

const HOUR_MS = 3_600_000;
/** If one person's codes fit another time, their phone's clock is wrong. If several people's do, this server's is. */
const PEOPLE_OF_ANOTHER_TIME = 3;

/** The number of people who, within the last hour, entered a code that was correct for another time. */
const peopleOfAnotherTime = async ({ database, ports }: DiagnosticsDeps): Promise<number> => {
  const rows: unknown[] = await database
    .table('auditEntries')
    .where('at', '>=', ports.clock.now() - HOUR_MS)
    .where({ type: 'verification.failed', reason: 'other_time' })
    .distinct('target_id');
  return rows.length;
};

const clock = async (deps: DiagnosticsDeps): Promise<Verdict> => {
  const { database, ports } = deps;
  const before = ports.clock.now();
  const there = Number(firstRow(await database.knex.raw(DATABASE_TIME[database.client])).at);
  const drift = Math.abs(there - (before + ports.clock.now()) / 2);
  const seconds = Math.round(drift / 1000);
  if (drift >= DRIFT_ERROR_MS) return error('clock_wrong', { seconds });
  const people = await peopleOfAnotherTime(deps);
  if (people >= PEOPLE_OF_ANOTHER_TIME) return warning('clock_codes_of_another_time', { people });
  return drift >= DRIFT_WARNING_MS ? warning('clock_differs', { seconds }) : ok('clock_ok', { seconds });
};

const mail = async ({ strapi, policies, factors }: DiagnosticsDeps): Promise<Verdict> => {
  const needed = (await policies.current()).allowedMethods.includes('email');
  const provider: unknown = strapi.config.get('plugin::email.provider');
  if (!strapi.plugins.email || !provider) return needed ? error('mail_missing_but_needed') : warning('mail_missing');
  const obstacle = obstacleOf(factors.factor('email'));
  if (needed && obstacle !== null) return withParts(error('mail_unusable'), [found(obstacle)]);
  if (provider === 'sendmail') return warning('mail_sendmail');
  return ok('mail_ok', { provider: String(provider) });
};

const textMessages = async ({ config, policies, factors }: DiagnosticsDeps): Promise<Verdict> => {
  const needed = (await policies.current()).allowedMethods.includes('sms');
  const obstacle = obstacleOf(factors.factor('sms'));
  if (needed && obstacle !== null) return withParts(error('sms_unusable'), [found(obstacle)]);
  if (!config.sms) return ok('sms_off');
  return ok('sms_ok', { countries: config.sms.countries.join(', '), perDay: config.sms.perDay });
};

export const ENVIRONMENT: readonly Examination[] = [
  { id: 'encryption_key', look: encryptionKey },
  { id: 'address', look: address },
  { id: 'home', look: home },
  { id: 'relying_party', look: relyingParty },
  { id: 'proxy', look: proxy },
  { id: 'cookies', look: cookies },
  { id: 'clock', look: clock },
  { id: 'mail', look: mail },
  { id: 'sms', look: textMessages },
];
