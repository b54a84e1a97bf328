/**
 * Keeps refused requests until the question about them is answered. One question at a time, however many wait.
 * Knows nothing of browsers or screens: what it needs is handed in, and its tests are the specification of the rules.
 */
import type {
  HeldRequests,
  HeldRequestsPorts,
  Drawn,
  Held,
  Question,
  QuestionEvents,
  QuestionKind,
} from '../question/question';

interface Waiting {
  held: Held;
  kind: QuestionKind;
  /** How often this request brought a question. */
  asked: number;
  settle(response: Response): void;
  fail(reason: unknown): void;
}

interface Open {
  question: Question;
  drawn: Promise<Drawn>;
  /** Its screen says that it is over; nobody may join it. */
  over: boolean;
}

/** A third refusal in a row is handed over: whatever is asked, answering it does not help. */
const MOST_QUESTIONS = 2;

const SPENT = /^\/admin\/(register|register-admin|reset-password)$/;
const LOG_IN = '/admin/login';

/** "No usable method" carries no purpose: there the door tells. */
const kindOf = ({ path, asked }: Held): QuestionKind =>
  asked.details.purpose === 'sign_in' || path === LOG_IN || SPENT.test(path) ? 'sign_in' : 'step_up';

/** Equal reads share one repetition; everything else is repeated on its own. */
const sharedKey = ({ held }: Waiting): string | null =>
  held.method === 'GET' ? `${held.address} ${held.authorization ?? ''}` : null;

export const createHeldRequests = (ports: HeldRequestsPorts): HeldRequests => {
  let waiting: Waiting[] = [];
  let open: Open | null = null;
  let trying = false;
  /** Screens come one after the other: the next is drawn when the last has left the page as it found it. */
  let closing: Promise<void> = Promise.resolve();

  const takeAll = (): Waiting[] => {
    const all = waiting;
    waiting = [];
    return all;
  };

  const closeQuestion = (): Promise<void> => {
    const left = open;
    open = null;
    if (left) closing = left.drawn.then((drawn) => drawn.close()).catch(() => undefined);
    return closing;
  };

  const handOver = async (list: Waiting[]): Promise<void> => {
    await Promise.all(list.map(async ({ held, kind, settle }) => settle(await ports.refusalFor(held, kind))));
  };

  const giveUp = async (): Promise<void> => {
    const all = takeAll();
    await closeQuestion();
    await handOver(all);
  };

  const cancel = async (mine: Open): Promise<void> => {
    const { kind, held } = mine.question;
    await giveUp();
    if (kind === 'sign_in' && SPENT.test(held.path)) ports.afterSpentSignIn(held);
  };

  const repeatOne = async ({ held }: Waiting, alone = true): Promise<Response> =>
    held.repeat ? held.repeat(ports.newestToken(), alone) : held.response;

  const received = async (entry: Waiting, response: Response): Promise<void> => {
    const asked = entry.held.repeat ? await ports.asks(response) : null;
    if (!asked || entry.asked >= MOST_QUESTIONS) return entry.settle(response);
    if (entry.held.signal?.aborted) return;
    entry.asked += 1;
    entry.held = { ...entry.held, asked, response };
    join(entry);
  };

  const repeatAll = async (list: Waiting[]): Promise<void> => {
    const shared = new Map<string, Promise<Response>>();
    const sendingOf = (entry: Waiting): Promise<Response> => {
      const key = sharedKey(entry);
      if (key === null) return repeatOne(entry);
      const sending = shared.get(key) ?? repeatOne(entry, false);
      shared.set(key, sending);
      return sending.then((response) => response.clone());
    };
    await Promise.all(list.map((entry) => sendingOf(entry).then((response) => received(entry, response), entry.fail)));
  };

  const proved = async (mine: Open, body: unknown): Promise<void> => {
    const { kind } = mine.question;
    const all = takeAll();
    await closeQuestion();
    if (kind === 'step_up') ports.tellOtherTabs();
    const signIns = all.filter((entry) => entry.kind === 'sign_in');
    for (const entry of signIns) entry.settle(ports.answerWith(body));
    if (kind === 'sign_in' && signIns.length === 0) ports.adopt(body);
    await repeatAll(all.filter((entry) => entry.kind === 'step_up'));
  };

  const ask = (entry: Waiting): void => {
    const question: Question = { kind: entry.kind, asked: entry.held.asked, held: entry.held };
    // A question that was closed or replaced may still have an answer on its way: it then concerns nobody.
    const unlessGone = (act: (mine: Open) => void) => (): void => {
      if (open === mine) act(mine);
    };
    const events: QuestionEvents = {
      proved: (body) => unlessGone((it) => void proved(it, body))(),
      cancel: unlessGone((it) => void cancel(it)),
      expire: unlessGone((it) => {
        it.over = true;
        void handOver(takeAll());
      }),
    };
    const drawn = closing.then(() => ports.draw(question, events));
    const mine: Open = { question, drawn, over: false };
    open = mine;
    // The screen could not be fetched: nobody may wait for it.
    drawn.catch(unlessGone(() => void giveUp()));
  };

  /** A sign-in takes the place of whatever is asked; a step-up joins what is there. */
  const join = (entry: Waiting): void => {
    const replaces = open !== null && (entry.kind === 'sign_in' || open.over);
    if (replaces) void giveUp();
    waiting.push(entry);
    if (open === null) ask(entry);
  };

  const leave = (entry: Waiting): void => {
    entry.fail(entry.held.signal?.reason);
    waiting = waiting.filter((other) => other !== entry);
    if (waiting.length === 0 && open?.question.kind === 'step_up' && !open.over && !trying) void closeQuestion();
  };

  /** One request is tried; what it meets decides for all. It is out of the queue meanwhile, so nobody sends it twice. */
  const tryFirst = async (first: Waiting): Promise<void> => {
    waiting = waiting.filter((entry) => entry !== first);
    const response = await repeatOne(first).catch(() => null);
    const passed = response !== null && (await ports.asks(response)) === null;
    if (response !== null && passed) {
      first.settle(response);
      const rest = takeAll();
      await closeQuestion();
      return repeatAll(rest);
    }
    if (open) waiting.unshift(first);
    else await handOver([first]);
  };

  return {
    current: () => (open && !open.over ? open.question : null),

    hold: (held) =>
      new Promise<Response>((settle, fail) => {
        if (held.signal?.aborted) return fail(held.signal.reason);
        const entry: Waiting = { held, kind: kindOf(held), asked: 1, settle, fail };
        held.signal?.addEventListener('abort', () => leave(entry), { once: true });
        join(entry);
      }),

    provedElsewhere: async () => {
      const first = waiting.find(({ held }) => held.repeat !== null);
      if (!open || open.question.kind !== 'step_up' || open.over || trying || !first) return;
      trying = true;
      await tryFirst(first);
      trying = false;
    },

    userChanged: () => {
      if (open) void giveUp();
    },
  };
};
