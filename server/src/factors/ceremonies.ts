import { CLOCK_SKEW_MS, type Database, type Ports, readRows, toMs, type Trx, wonBy } from '../platform';
import type { Subject } from './factor';

/** What the server remembers between `begin` and `finish`. */
export interface Ceremony {
  uid: string;
  userId: number;
  memory: string;
  attempts: number;
  openedAt: number;
  expiresAt: number;
}

/** One open ceremony per scope and kind. A new one replaces it. */
export interface Ceremonies {
  open(subject: Subject, kind: string, lifetimeMs: number, memory: (uid: string) => string): Promise<Ceremony>;
  /** The open ceremony of this scope and person, or null. */
  find(subject: Subject, kind: string, trx?: Trx): Promise<Ceremony | null>;
  /** Whether this person has an open ceremony of this kind, in any scope. */
  isOpen(userId: number, kind: string): Promise<boolean>;
  /** Spends one of `max` attempts with one conditional write. */
  spendAttempt(ceremony: Ceremony, max: number): Promise<boolean>;
  /** Finds and uses up the open ceremony. Exactly one caller gets it. */
  take(subject: Subject, kind: string, trx?: Trx): Promise<Ceremony | null>;
  /** Uses it up. Exactly one caller gets true. */
  consume(ceremony: Ceremony, trx?: Trx): Promise<boolean>;
  endAll(userId: number, trx?: Trx): Promise<void>;
  sweep(): Promise<void>;
}

const fromRow = (row: Record<string, unknown>): Ceremony => ({
  uid: String(row.uid),
  userId: Number(row.user_id),
  memory: String(row.memory),
  attempts: Number(row.attempts),
  openedAt: toMs(row.opened_at) ?? 0,
  expiresAt: toMs(row.expires_at) ?? 0,
});

const COLUMNS = 'uid, user_id, memory, attempts, opened_at, expires_at';

export const createCeremonies = ({ database, ports }: { database: Database; ports: Ports }): Ceremonies => ({
  async open(subject, kind, lifetimeMs, memory) {
    const uid = ports.random.uuid();
    const now = ports.clock.now();
    const ceremony: Ceremony = {
      uid,
      userId: subject.userId,
      memory: memory(uid),
      attempts: 0,
      openedAt: now,
      expiresAt: now + lifetimeMs,
    };
    await database.often('ceremonies').where({ scope: subject.scope, kind }).delete();
    await database.often('ceremonies').insert({
      uid,
      document_id: uid,
      scope: subject.scope,
      kind,
      user_id: subject.userId,
      memory: ceremony.memory,
      attempts: 0,
      opened_at: now,
      expires_at: ceremony.expiresAt,
    });
    return ceremony;
  },

  async find(subject, kind, trx) {
    const row = await database
      .table('ceremonies', trx)
      .where({ scope: subject.scope, kind, user_id: subject.userId })
      .where('expires_at', '>', ports.clock.now())
      .where('opened_at', '<=', ports.clock.now() + CLOCK_SKEW_MS)
      .orderBy('id', 'desc')
      .first();
    return row ? fromRow(row) : null;
  },

  async take(subject, kind, trx) {
    if (database.client === 'mysql') {
      const found = await this.find(subject, kind, trx);
      return found && (await this.consume(found, trx)) ? found : null;
    }
    const text = `delete from ${database.named('ceremonies').toQuery()}
      where scope = ? and kind = ? and user_id = ? and expires_at > ? and opened_at <= ? returning ${COLUMNS}, id`;
    const now = ports.clock.now();
    const rows = await readRows(database, text, [subject.scope, kind, subject.userId, now, now + CLOCK_SKEW_MS], trx);
    // Two requests may both have opened one. The newer counts.
    const [newest] = rows.sort((one, other) => Number(other.id) - Number(one.id));
    return newest ? fromRow(newest) : null;
  },

  async isOpen(userId, kind) {
    const row = await database
      .table('ceremonies')
      .where({ user_id: userId, kind })
      .where('expires_at', '>', ports.clock.now())
      .where('opened_at', '<=', ports.clock.now() + CLOCK_SKEW_MS)
      .first('id');
    return row !== undefined;
  },

  async spendAttempt(ceremony, max) {
    const affected = await database
      .table('ceremonies')
      .where({ uid: ceremony.uid })
      .where('attempts', '<', max)
      .increment('attempts', 1);
    return wonBy(affected);
  },

  async consume(ceremony, trx) {
    return wonBy(
      await database
        .often('ceremonies', trx)
        .where({ uid: ceremony.uid })
        .where('expires_at', '>', ports.clock.now())
        .where('opened_at', '<=', ports.clock.now() + CLOCK_SKEW_MS)
        .delete()
    );
  },

  async endAll(userId, trx) {
    await database.table('ceremonies', trx).where({ user_id: userId }).delete();
  },

  async sweep() {
    await database.table('ceremonies').where('expires_at', '<', ports.clock.now()).delete();
  },
});
