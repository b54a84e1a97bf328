/**
 * Keeps refused requests until their question is answered. There's one question at a time, however many requests wait.
 * It knows nothing about browsers or screens, because both are passed in. Its tests specify the rules.
 */
import type {
  AsideEvents,
  HeldRequests,
  HeldRequestsPorts,
  Drawn,
  Question,
  QuestionEvents,
} from '../question/question';
import { isSameSignIn, isSpent, isUnsaved, kindOf, sharedKey, type Waiting } from './waiting';

interface Open {
  question: Question;
  drawn: Promise<Drawn>;
  /** Put aside. The bar is shown instead of the question. */
  aside: boolean;
  /** The screen says that it's over, so no other request may join. */
  over: boolean;
}

/** A third refusal in a row is returned to the caller, because answering doesn't help. */
const MOST_QUESTIONS = 2;

/** Ends the open question, or the bar that replaces it. */
const replaces = (entry: Waiting, { question, over }: Open): boolean => {
  if (over) return true;
  if (entry.kind !== 'sign_in') return false;
  return question.kind !== 'sign_in' || !isSameSignIn(entry.held, question.held);
};

export const createHeldRequests = (ports: HeldRequestsPorts): HeldRequests => {
  let waiting: Waiting[] = [];
  let open: Open | null = null;
  let trying = false;
  /** Screens come one after the other. The next one is drawn when the last one has restored the page. */
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

  const cancelSignIn = async ({ held }: Question): Promise<void> => {
    await giveUp();
    if (isSpent(held)) ports.afterSpentSignIn(held);
  };

  const unsaved = (): boolean => waiting.some(isUnsaved);

  /** Asks the next question. Requests with unsaved work come first. */
  const askAgain = (): void => {
    const first = waiting.find(isUnsaved) ?? waiting[0];
    void closeQuestion();
    if (first) ask(first);
  };

  /** Returning the refusal would make the page fetch again and overwrite unsaved changes, so no request is answered. */
  const putAside = ({ question }: Open): void => {
    void closeQuestion();
    if (waiting.length === 0) return;
    const unlessGone = (act: () => void) => (): void => {
      if (open === mine) act();
    };
    const events: AsideEvents = { confirm: unlessGone(askAgain), discard: unlessGone(() => void giveUp()) };
    const drawn = closing.then(() => ports.drawAside({ unsaved: unsaved() }, events));
    const mine: Open = { question, drawn, over: false, aside: true };
    open = mine;
    // Without a bar there's no way back, so the question stays.
    drawn.catch(unlessGone(askAgain));
  };

  const cancel = (mine: Open): void => {
    if (mine.question.kind === 'sign_in') void cancelSignIn(mine.question);
    else putAside(mine);
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
    // An answer to a question that was closed or replaced no longer affects anything.
    const unlessGone = (act: (mine: Open) => void) => (): void => {
      if (open === mine) act(mine);
    };
    const events: QuestionEvents = {
      proved: (body) => unlessGone((it) => void proved(it, body))(),
      cancel: unlessGone(cancel),
      expire: unlessGone((it) => {
        if (it.question.kind === 'step_up') return;
        it.over = true;
        void handOver(takeAll());
      }),
      lookAgain: async () => (open === mine ? tryOne() : false),
    };
    const drawn = closing.then(() => ports.draw(question, events));
    const mine: Open = { question, drawn, over: false, aside: false };
    open = mine;
    // The screen couldn't be loaded, so no request may wait for it.
    drawn.catch(unlessGone(() => void giveUp()));
  };

  /** A login replaces the current question. A step-up joins it, and reads do so silently. */
  const join = (entry: Waiting): void => {
    if (open !== null && replaces(entry, open)) void giveUp();
    waiting.push(entry);
    if (open === null) ask(entry);
    else if (open.aside && isUnsaved(entry)) askAgain();
  };

  const leave = (entry: Waiting): void => {
    entry.fail(entry.held.signal?.reason);
    waiting = waiting.filter((other) => other !== entry);
    if (open?.question.kind !== 'step_up' || trying) return;
    if (waiting.length === 0) void closeQuestion();
    // What the bar says may no longer be true.
    else if (open.aside && isUnsaved(entry) && !unsaved()) putAside(open);
  };

  /** Which request to try first: a read, because it can be repeated. */
  const nextToTry = (): Waiting | undefined => {
    const able = waiting.filter(({ held }) => held.repeat !== null);
    return able.find((entry) => !isUnsaved(entry)) ?? able[0];
  };

  /** Sends one request. Its result decides for all. It's out of the queue meanwhile, so nothing sends it twice. */
  const tryFirst = async (first: Waiting): Promise<boolean> => {
    waiting = waiting.filter((entry) => entry !== first);
    const response = await repeatOne(first).catch((reason: unknown) => {
      // The server may have processed it, so it isn't sent again.
      if (isUnsaved(first)) first.fail(reason);
      return null;
    });
    if (response === null && isUnsaved(first)) {
      if (waiting.length === 0) await closeQuestion();
      return false;
    }
    const passed = response !== null && (await ports.asks(response)) === null;
    if (response !== null && passed) {
      first.settle(response);
      const rest = takeAll();
      await closeQuestion();
      await repeatAll(rest);
      return true;
    }
    if (open) waiting.unshift(first);
    else await handOver([first]);
    return false;
  };

  const tryOne = async (): Promise<boolean> => {
    const first = nextToTry();
    if (!open || open.question.kind !== 'step_up' || trying || !first) return false;
    trying = true;
    const passed = await tryFirst(first);
    trying = false;
    return passed;
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

    provedElsewhere: async () => void (await tryOne()),

    unsaved,

    userChanged: () => {
      if (open) void giveUp();
    },
  };
};
