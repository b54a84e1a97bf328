import { type Census, deadlineOf, type EffectivePolicy, type PolicyStore, startOf, type Surveyed } from '../policy';
import type { Database, Ports } from '../platform';
import { createOnceOnly } from './once-only';
import type { NoticeEvent, Notices } from './notices';

const DAY_MS = 86_400_000;

export interface GraceReminders {
  /** Reminds people who have a deadline, from a grace period or a plan: at the start, three days before the end, and one day before the end. */
  remindGrace(): Promise<void>;
}

interface Needs {
  ports: Ports;
  database: Database;
  policies: PolicyStore;
  census: Census;
  notices: Notices;
}

interface Due {
  userId: number;
  endsAt: number;
  event: NoticeEvent;
  mark: string;
}

/** Only the latest reminder is sent: with one day left, the one about three days is skipped. */
export const graceStage = (endsAt: number, now: number): NoticeEvent => {
  if (endsAt - now <= DAY_MS) return 'grace_1_day';
  return endsAt - now <= 3 * DAY_MS ? 'grace_3_days' : 'grace_started';
};

/** Safe on every node, and any number of times: each reminder is sent once per grace period. */
export const createGraceReminders = ({ ports, database, policies, census, notices }: Needs): GraceReminders => {
  const marks = createOnceOnly({ database, ports });

  const due = (page: readonly Surveyed[], policy: EffectivePolicy): Due[] =>
    page.flatMap((person) => {
      const endsAt = deadlineOf(person.facts, policy);
      if (endsAt === null) return [];
      const event = graceStage(endsAt, ports.clock.now());
      return [{ userId: person.id, endsAt, event, mark: `notice:${event}:${person.id}:${endsAt}` }];
    });

  const remind = async ({ userId, endsAt, event, mark }: Due): Promise<void> => {
    await marks.prepare(mark);
    await database.transaction(async (trx) => {
      if (!(await marks.take(mark, Infinity, trx))) return;
      await notices.tell(event, userId, { date: endsAt }, trx);
    });
  };

  return {
    async remindGrace() {
      const policy = await policies.current();
      if (!policy.enabled || (policy.gracePeriodDays === 0 && startOf(policy.planned) === null)) return;
      for await (const page of census.everyone()) {
        const wanted = due(page, policy);
        const said = await marks.taken(wanted.map(({ mark }) => mark));
        for (const one of wanted) if (!said.has(one.mark)) await remind(one);
      }
      await marks.sweep();
    },
  };
};
