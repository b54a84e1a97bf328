/**
 * Rules that apply to every method, run against the registry of a real host on each database of the run. A new method
 * needs an entry in method-users.ts. The rules stay the same.
 */
import { METHODS } from '../../shared/contracts';
import { HOUR, onEachDatabase, startHost, type Host } from '../support';
import { HANDS } from './method-users';
import {
  authenticatorsOf,
  elsewhere,
  factorOf,
  finish,
  judge,
  newSubject,
  prove,
  spend,
  store,
  storedText,
} from './factor-calls';

const isRefused = { ok: false, reason: expect.any(String) };

onEachDatabase('the laws of every method', (database) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ database });
  });
  afterAll(() => host.stop());

  it('knows no method that these laws do not try', () => {
    const methods = host.container.factors.verifiers().map(({ method }) => method);
    expect([...methods].sort()).toEqual([...METHODS].sort());
    expect(Object.keys(HANDS).sort()).toEqual([...METHODS].sort());
  });

  it('lists methods strongest first and recovery codes last', () => {
    const listed = host.container.factors.verifiers();
    const strengths = listed.map(({ traits }) => traits.strength);
    expect(strengths).toEqual([...strengths].sort((left, right) => right - left));
    expect(listed[0]?.method).toBe('webauthn');
    expect(listed.at(-1)?.method).toBe('recovery_code');
  });

  describe.each(METHODS)('%s', (method) => {
    const hand = HANDS[method];

    it('accepts a right proof', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      expect(await prove(host, method, subject, await held.prove(host))).toBe(true);
      expect(await prove(host, method, subject, await held.prove(host))).toBe(true);
    });

    it('accepts no proof twice, in this question or another [C9]', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      const proof = await held.prove(host);
      expect(await prove(host, method, subject, proof)).toBe(true);
      expect(await judge(host, method, subject, proof)).toMatchObject(isRefused);
      expect(await judge(host, method, elsewhere(subject), proof)).toMatchObject(isRefused);
    });

    it('lets one of 50 parallel tries of the same proof win [C9]', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      const proof = await held.prove(host);
      const tries = Array.from({ length: 50 }, () => prove(host, method, subject, proof));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    });

    it('lets one of several judgements win when all were made before any was spent [C9]', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      const proof = await held.prove(host);
      const judged = await Promise.all(Array.from({ length: 5 }, () => judge(host, method, subject, proof)));
      const won = await Promise.all(judged.map((each) => spend(host, each)));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('gives a proof back when the transaction that spent it fails', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      const judged = await judge(host, method, subject, await held.prove(host));
      const failing = host.container.database.transaction(async (trx) => {
        expect(judged.ok && (await judged.spend(trx))).toBe(true);
        throw new Error('the rest failed');
      });
      await expect(failing).rejects.toThrow('the rest failed');
      expect(await spend(host, judged)).toBe(true);
    });

    it('refuses the proof of another person, also beside that person’s own rows', async () => {
      const [owner, thief] = [await newSubject(host), await newSubject(host)];
      const held = await hand.enroll(host, owner);
      await hand.enroll(host, thief);
      const proof = await held.prove(host);
      expect(await judge(host, method, thief, proof)).toMatchObject(isRefused);
      const verifier = host.container.factors.verifier(method);
      const foreign = await authenticatorsOf(host, owner);
      expect(await verifier?.judge(thief, foreign, proof)).toMatchObject(isRefused);
    });

    it('refuses somebody who has none of it', async () => {
      const [owner, stranger] = [await newSubject(host), await newSubject(host)];
      const held = await hand.enroll(host, owner);
      expect(await judge(host, method, stranger, await held.prove(host))).toMatchObject(isRefused);
    });

    it('refuses whatever is malformed, without throwing and without spending anything', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      for (const malformed of hand.malformed) {
        const judged = await judge(host, method, subject, malformed as Record<string, unknown>);
        expect({ malformed, judged }).toEqual({ malformed, judged: expect.objectContaining({ ok: false }) });
      }
      expect(await prove(host, method, subject, await held.prove(host))).toBe(true);
    });

    it('stores nothing in clear and shows nothing secret', async () => {
      const subject = await newSubject(host);
      const held = await hand.enroll(host, subject);
      await hand.begin?.(host, elsewhere(subject));
      const stored = await storedText(host, subject);
      const verifier = host.container.factors.verifier(method);
      const rows = await authenticatorsOf(host, subject);
      const shown = JSON.stringify(rows.map((row) => host.container.factors.factor(row.type)?.view(row)));
      for (const secret of held.secrets) {
        expect(stored).not.toContain(secret);
        expect(shown).not.toContain(secret);
      }
      for (const row of rows) {
        for (const kept of [row.secret, row.credentialHash, row.data.publicKey, row.data.mac])
          if (typeof kept === 'string') expect(shown).not.toContain(kept);
      }
      expect(verifier?.traits.label).toEqual(expect.any(String));
    });

    if (hand.proofLifetimeMs !== null) {
      const lifetime = hand.proofLifetimeMs;
      it('refuses a proof that came too late', async () => {
        const subject = await newSubject(host);
        const held = await hand.enroll(host, subject);
        const proof = await held.prove(host);
        host.clock.advance(lifetime + 30_000);
        expect(await judge(host, method, subject, proof)).toMatchObject(isRefused);
        expect(await prove(host, method, subject, await held.prove(host))).toBe(true);
      });
    }

    if (hand.begin !== null && method !== 'recovery_code') {
      const start = hand.begin;

      it('does not finish what another person, or another question, began', async () => {
        const [owner, other] = [await newSubject(host), await newSubject(host)];
        const pending = await start(host, owner);
        const answer = await pending.answer();
        expect(await finish(host, method, other, answer)).toMatchObject({ ok: false, reason: 'no_ceremony' });
        expect(await finish(host, method, elsewhere(owner), answer)).toMatchObject({
          ok: false,
          reason: 'no_ceremony',
        });
        expect(await finish(host, method, { ...owner, userId: other.userId }, answer)).toMatchObject(isRefused);
        expect(await store(host, owner, await finish(host, method, owner, answer))).not.toBeNull();
      });

      it('finishes nothing that was never begun, that was replaced, or that is too old', async () => {
        const subject = await newSubject(host);
        const first = await start(host, subject);
        const early = await first.answer();
        await start(host, subject);
        expect(await finish(host, method, subject, early)).toMatchObject(isRefused);
        const late = await start(host, subject);
        const answer = await late.answer();
        host.clock.advance(HOUR);
        expect(await finish(host, method, subject, answer)).toMatchObject({ ok: false, reason: 'no_ceremony' });
        expect(await finish(host, method, await newSubject(host), answer)).toMatchObject(isRefused);
        expect(await authenticatorsOf(host, subject)).toEqual([]);
      });

      it('finishes once, however often it is asked at the same time [C9]', async () => {
        const subject = await newSubject(host);
        const answer = await (await start(host, subject)).answer();
        const finished = await Promise.all(Array.from({ length: 10 }, () => finish(host, method, subject, answer)));
        const kept = await Promise.all(finished.filter(({ ok }) => ok).map((each) => store(host, subject, each)));
        expect(kept.filter((row) => row !== null)).toHaveLength(1);
        expect(await authenticatorsOf(host, subject)).toHaveLength(1);
      });
    }

    if (hand.many && method !== 'recovery_code') {
      it('is usable where it was enrolled, and stays when another of its kind is removed [A24] [C7]', async () => {
        const subject = await newSubject(host);
        const factor = factorOf(host, method);
        await hand.enroll(host, subject);
        const second = await hand.enroll(host, subject);
        const [one, two] = await authenticatorsOf(host, subject);
        expect([one, two].map((row) => row && factor.usability(row))).toEqual(['usable', 'usable']);
        expect(one?.name).not.toBe(two?.name);
        const { authenticators, database: db } = host.container;
        await db.transaction((trx) => authenticators.remove(subject.userId, one?.uid ?? '', trx));
        expect(await prove(host, method, subject, await second.prove(host))).toBe(true);
        const [left] = await authenticatorsOf(host, subject);
        expect(left).toMatchObject({ uid: two?.uid, lastUsedAt: expect.any(Number) });
      });
    }
  });
});
