import { LIMITS } from '../../../../shared/contracts/constants';
import { wonBy, type Trx } from '../../platform';
import type { TakesOver } from '../capabilities';
import type { Authenticator, Factor, Finished, Judged, LoadsLater, Rekeys, Subject } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { numbered } from '../naming';
import { serviceName } from '../service-name';
import { matchStep, minutesOff, readCode, SEED_BYTES } from './algorithm';
import { accountLabel, fromBase32, otpauthUri, qrCodeLibrary, qrCodeOf, toBase32 } from './otpauth-uri';
import { codeShape, entrySchema, NEW_APP, parametersSchema, pendingSchema, type Parameters } from './schema';

const TYPE = 'totp' as const;
const CEREMONY = 'totp-enroll';
const PENDING_LIFETIME_MS = 10 * 60_000;
const PENDING_ATTEMPTS = 10;
/** RFC 4226 §4 R6: a shared secret has at least 128 bits. */
const SHORTEST_SEED_BYTES = 16;
const LONGEST_SEED_BYTES = 128;

const entryOf = (app: Authenticator): number => entrySchema.parse(app.data).entry;

/**
 * One more than the highest number of the person's apps, so that a number is never reused while its entry may still be
 * on a phone.
 */
const nextEntry = (existing: readonly Authenticator[]): number =>
  Math.max(0, ...existing.filter((one) => one.type === TYPE).map(entryOf)) + 1;

type Readable = { ok: true; seed: Buffer; parameters: Parameters } | { ok: false };

export const createTotp = (deps: FactorDeps): Factor & LoadsLater & Rekeys & TakesOver => {
  const { ceremonies, config, database, keys, ports, strapi, vault } = deps;
  const issuer = () => serviceName(config.issuer, strapi.config.get('admin.absoluteUrl'));

  const read = (app: Authenticator): Readable => {
    const parameters = parametersSchema.safeParse(app.data);
    if (app.secret === null || !parameters.success) return { ok: false };
    const opened = vault.open(app.secret, { purpose: 'totp-seed', userId: app.userId, rowId: app.uid });
    return opened.ok ? { ok: true, seed: opened.secret, parameters: parameters.data } : { ok: false };
  };

  // One conditional write: of two requests with the same code, or with two codes of the same step, only one finds the
  // row.
  const spendStep = async (app: Authenticator, step: number, trx: Trx): Promise<boolean> => {
    const affected = await database
      .often('authenticators', trx)
      .where({ uid: app.uid, user_id: app.userId })
      .where((row) => void row.whereNull('last_step').orWhere('last_step', '<', step))
      .update({ last_step: step, last_used_at: ports.clock.now() });
    return wonBy(affected);
  };

  const judgeApp = (app: Authenticator, typed: unknown): Judged => {
    const readable = read(app);
    if (!readable.ok) return { ok: false, reason: 'unreadable', authenticator: app };
    const code = readCode(typed, readable.parameters.digits);
    if (code === null) return { ok: false, reason: 'malformed' };
    const now = ports.clock.now();
    const matched = matchStep(readable.seed, code, now, readable.parameters);
    if (!matched.ok) {
      const off = minutesOff(readable.seed, code, now, readable.parameters);
      return off === null
        ? { ok: false, reason: 'wrong_code' }
        : { ok: false, reason: 'other_time', minutesOff: off, authenticator: app };
    }
    if (app.lastStep !== null && matched.step <= app.lastStep)
      return { ok: false, reason: 'replayed', authenticator: app };
    return { ok: true, authenticator: app, userVerified: false, spend: (trx) => spendStep(app, matched.step, trx) };
  };

  /** The most specific of several refusals, for the audit trail. The person gets the same answer for all of them. */
  const refusalOf = (judged: readonly Judged[]): Judged =>
    judged.find((each) => !each.ok && each.reason === 'replayed') ??
    judged.find((each) => !each.ok && each.reason === 'other_time') ??
    judged.find((each) => !each.ok && each.reason !== 'unreadable') ??
    judged[0] ?? { ok: false, reason: 'wrong_code' };

  const finish = async (subject: Subject, existing: readonly Authenticator[], typed: unknown): Promise<Finished> => {
    const ceremony = await ceremonies.find(subject, CEREMONY);
    if (!ceremony) return { ok: false, reason: 'no_ceremony' };
    if (!(await ceremonies.spendAttempt(ceremony, PENDING_ATTEMPTS))) return { ok: false, reason: 'exhausted' };
    const code = readCode(typed, NEW_APP.digits);
    if (code === null) return { ok: false, reason: 'malformed' };

    const { uid, seed, entry } = pendingSchema.parse(JSON.parse(ceremony.memory));
    const opened = vault.open(seed, { purpose: 'ceremony', userId: subject.userId, rowId: uid });
    if (!opened.ok || keys.refusal !== null) return { ok: false, reason: 'unreadable' };
    const matched = matchStep(opened.secret, code, ports.clock.now(), NEW_APP);
    if (!matched.ok) return { ok: false, reason: 'wrong_code' };

    const draft = {
      uid,
      type: TYPE,
      secret: vault.seal(opened.secret, { purpose: 'totp-seed', userId: subject.userId, rowId: uid }),
      credentialHash: null,
      data: { ...NEW_APP, entry },
      signCount: 0,
      lastStep: matched.step,
      defaultName: numbered('Authenticator app', existing),
    };
    return { ok: true, draft, spend: (trx) => ceremonies.consume(ceremony, trx) };
  };

  return {
    method: TYPE,
    traits: {
      strength: 30,
      label: 'possession',
      counter: 'guessable',
      limit: LIMITS.totpAuthenticators,
      stepUpBesideStronger: true,
      needsSending: false,
      judgedAtOnce: true,
    },
    proofShape: codeShape,
    beginShape: {},
    finishShape: codeShape,

    availability: () => (keys.refusal === null ? { ok: true } : { ok: false, reason: keys.refusal }),
    usability: (app) => (read(app).ok ? 'usable' : 'unreadable'),
    view: () => ({}),
    load: qrCodeLibrary,

    takeOver(userId, material) {
      const seed = fromBase32(material);
      if (!seed || seed.length < SHORTEST_SEED_BYTES || seed.length > LONGEST_SEED_BYTES) return null;
      const uid = ports.random.uuid();
      const secret = vault.seal(seed, { purpose: 'totp-seed', userId, rowId: uid });
      return { uid, type: TYPE, secret, credentialHash: null, data: { ...NEW_APP }, signCount: 0, lastStep: null };
    },

    rekey(app) {
      const readable = read(app);
      if (!readable.ok || app.secret === null || keys.refusal !== null) return null;
      if (vault.keyIdOf(app.secret) === keys.activeId) return null;
      return { secret: vault.seal(readable.seed, { purpose: 'totp-seed', userId: app.userId, rowId: app.uid }) };
    },

    async judge(subject, authenticators, proof) {
      const apps = authenticators.filter((each) => each.type === TYPE && each.userId === subject.userId);
      const judged = apps.map((app) => judgeApp(app, proof.code));
      return judged.find((each) => each.ok) ?? refusalOf(judged);
    },

    async beginEnrollment(subject, existing) {
      if (keys.refusal !== null)
        return { ok: false, code: 'MFA_METHOD_UNAVAILABLE', details: { reason: keys.refusal } };
      const begunBefore = await ceremonies.isOpen(subject.userId, CEREMONY);
      const seed = ports.random.bytes(SEED_BYTES);
      const uid = ports.random.uuid();
      const sealed = vault.seal(seed, { purpose: 'ceremony', userId: subject.userId, rowId: uid });
      await ceremonies.open(subject, CEREMONY, PENDING_LIFETIME_MS, () =>
        JSON.stringify({ uid, seed: sealed, entry: nextEntry(existing) })
      );
      const secret = toBase32(seed);
      const account = accountLabel(subject.email, nextEntry(existing));
      const uri = otpauthUri(issuer(), account, secret, NEW_APP);
      const qrCode = await qrCodeOf(uri);
      const serverTime = new Date(ports.clock.now()).toISOString();
      return { ok: true, offer: { secret, otpauthUri: uri, qrCode, serverTime, begunBefore } };
    },

    finishEnrollment: (subject, authenticators, input) => finish(subject, authenticators, input.code),
  };
};
