/** The preview says in people, dates, and emails what then happens after saving, over many policies. */
import fc from 'fast-check';

import { REQUIREMENTS } from '../../../shared/contracts';
import { decide, POLICY_KEYS } from '../../../server/src/policy';
import type { PolicyFields } from '../../../server/src/platform';
import {
  AUTHOR,
  createPerson,
  DAY,
  EDITOR,
  personWithKey,
  personWithTotp,
  startHost,
  SUPER,
  type Host,
} from '../../support';
import { provenSuperAdmin, type Administrator } from '../../support/policy';

let host: Host;
let admin: Administrator;

const BY_COMMAND = { id: 0, email: 'command line', provider: 'local', commandLine: { force: true } };

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
  await personWithTotp(host);
  await personWithKey(host);
  await createPerson(host, { roles: [SUPER] });
  await createPerson(host, { roles: [EDITOR, AUTHOR] });
  const [reset, away] = [await createPerson(host, { roles: [AUTHOR] }), await createPerson(host)];
  await createPerson(host, { isActive: false });
  host.clock.set(host.clock.now());
  const { accounts, database } = host.container;
  await database.transaction(async (trx) => {
    const exemption = { exemptReason: 'on leave', exemptUntil: host.clock.now() + 40 * DAY, exemptBy: admin.person.id };
    await accounts.change(away.id, exemption, trx);
    await accounts.change(reset.id, { mustEnrollSince: host.clock.now() }, trx);
  });
});

afterAll(async () => {
  await host?.stop();
});

const level = fc.constantFrom(...REQUIREMENTS);
const roles = fc.dictionary(fc.constantFrom(SUPER, EDITOR, AUTHOR), level, { maxKeys: 2 });
const drawn = fc.sample(
  fc.record({
    enabled: fc.constantFrom(true, true, true, false),
    requirement: level,
    roles,
    gracePeriodDays: fc.constantFrom(0, 1, 2, 5, 14),
    allowedMethods: fc.constantFrom<('webauthn' | 'totp')[]>(['webauthn', 'totp'], ['webauthn']),
    planned: fc.option(fc.record({ requirement: level, roles, days: fc.option(fc.integer({ min: 1, max: 12 })) })),
  }),
  { numRuns: 40, seed: 62 }
);

const fieldsFrom = async ({ planned, ...rest }: (typeof drawn)[number]): Promise<PolicyFields> => {
  const now = await host.container.policies.current();
  const startsAt = planned?.days ? new Date(host.clock.now() + planned.days * DAY).toISOString() : null;
  const plan = planned && { requirement: planned.requirement, roles: planned.roles, startsAt };
  const fields = Object.fromEntries(POLICY_KEYS.map((key) => [key, now[key]])) as PolicyFields;
  return { ...fields, ...rest, planned: plan };
};

interface Standing {
  owes: 'deadline' | 'mustSetUp' | null;
  until: number | null;
}

/** By person: what the policy that applies now does to them at their next login. */
const standings = async (): Promise<Map<number, Standing>> => {
  const policy = await host.container.policies.current();
  const found = new Map<number, Standing>();
  for await (const page of host.container.census.everyone()) {
    for (const { id, facts } of page) {
      const verdict = decide({ ...facts, policy });
      const grace = verdict.action === 'allow' && verdict.because === 'grace_period';
      const must = verdict.action === 'challenge' ? verdict.thenEnroll : verdict.action !== 'allow';
      found.set(id, { owes: grace ? 'deadline' : must ? 'mustSetUp' : null, until: grace ? verdict.validUntil : null });
    }
  }
  return found;
};

const sent = async (work: () => Promise<unknown>): Promise<number> => {
  host.mail.clear();
  await work();
  await host.container.notices.flush();
  return host.mail.mails.length;
};

const count = (found: Map<number, Standing>, owes: Standing['owes']): number =>
  [...found.values()].filter((one) => one.owes === owes).length;

it('what the preview says is what happens: people, dates, and emails [C62]', async () => {
  const { policyEditor, graceReminders } = host.container;
  const remind = () => graceReminders.remindGrace();
  const seen = { plans: 0, deadlines: 0, mails: 0, released: 0 };
  for (const next of drawn) {
    await sent(remind);
    const before = await standings();
    const { difference } = await policyEditor.preview(await fieldsFrom(next), BY_COMMAND);
    const superAdmins = await sent(async () => policyEditor.save(await fieldsFrom(next), BY_COMMAND));
    const mails = { superAdmins, people: await sent(remind) };
    expect([next, difference.mails]).toEqual([next, mails]);
    seen.mails += mails.people;
    expect([next, difference.reportOnly]).toEqual([next, next.planned?.days === null]);
    // What is only reported never happens.
    if (difference.reportOnly) continue;
    const atOnce = await standings();
    if (difference.startsAt !== null) host.clock.set(Date.parse(difference.startsAt));
    const after = await standings();
    const fresh = [...after].filter(([id, { owes }]) => owes !== null && before.get(id)?.owes === null);
    const happened = {
      before: { total: before.size, deadline: count(before, 'deadline'), mustSetUp: count(before, 'mustSetUp') },
      after: { total: after.size, deadline: count(after, 'deadline'), mustSetUp: count(after, 'mustSetUp') },
      released: [...before].filter(([id, { owes }]) => owes !== null && after.get(id)?.owes === null).length,
      newly: fresh.map(([id, { until }]) => {
        const first = atOnce.get(id);
        if (first?.owes === 'mustSetUp') return [id, null];
        const date = first?.until ?? until;
        return [id, date === null ? difference.startsAt : new Date(date).toISOString()];
      }),
    };
    const said = {
      ...difference,
      newly: difference.who.map(({ id, deadline }) => [id, deadline]),
    };
    expect([next, said]).toEqual([
      next,
      expect.objectContaining({
        ...happened,
        before: expect.objectContaining(happened.before),
        after: expect.objectContaining(happened.after),
      }),
    ]);
    seen.plans += difference.startsAt === null ? 0 : 1;
    seen.deadlines += difference.newly.deadlines.length;
    seen.released += difference.released;
  }
  // The policies are many enough that each of these happens.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
});
