/** Held requests that record everything around them: what was drawn, what was sent, and what each caller got. */
import { createHeldRequests } from '../../../../../admin/src/gate/held-requests/held-requests';
import type { AsideEvents, Held, Question, QuestionEvents } from '../../../../../admin/src/gate/question/question';
import { asks } from '../../../../../admin/src/gate/held-requests/refusals';

export const refused = (code = 'MFA_REQUIRED', purpose: 'sign_in' | 'step_up' = 'step_up'): Response =>
  Response.json(
    { data: null, error: { status: 403, name: 'ForbiddenError', message: code, details: { code, purpose } } },
    { status: 403 }
  );

export const passed = (text = 'ok'): Response => Response.json({ data: text });

/** Waits until no promise can continue. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 5));
};

interface Drawing {
  question: Question;
  events: QuestionEvents;
  closed: boolean;
}

interface Bar {
  unsaved: boolean;
  events: AsideEvents;
  closed: boolean;
}

interface Ask {
  path?: string;
  body?: string;
  method?: string;
  code?: string;
  purpose?: 'sign_in' | 'step_up';
  signal?: AbortSignal;
  authorization?: string | null;
  /** The response of each repetition, in order. Without this, every response is `ok`. */
  answers?: Response[];
  /** Every repetition fails without a response. */
  cut?: boolean;
  stream?: boolean;
}

export const heldRequestsKit = () => {
  const drawings: Drawing[] = [];
  const bars: Bar[] = [];
  const adopted: unknown[] = [];
  const spent: string[] = [];
  const repeats: { path: string; token: string | null; alone: boolean }[] = [];
  let token: string | null = 'token-1';
  let toldOthers = 0;
  let failsToDraw = false;

  const held = createHeldRequests({
    asks,
    newestToken: () => token,
    draw: async (question, events) => {
      if (failsToDraw) throw new Error('The screen was not found.');
      const drawing: Drawing = { question, events, closed: false };
      drawings.push(drawing);
      return {
        close: async () => {
          drawing.closed = true;
        },
      };
    },
    drawAside: async ({ unsaved }, events) => {
      const bar: Bar = { unsaved, events, closed: false };
      bars.push(bar);
      return {
        close: async () => {
          bar.closed = true;
        },
      };
    },
    refusalFor: async (held) => held.response,
    answerWith: (body) => Response.json(body),
    adopt: (body) => adopted.push(body),
    afterSpentSignIn: (held) => spent.push(held.path),
    tellOtherTabs: () => {
      toldOthers += 1;
    },
  });

  const hold = async (ask: Ask = {}) => {
    const path = ask.path ?? '/content-manager/articles';
    const answers = [...(ask.answers ?? [])];
    const response = refused(ask.code, ask.purpose);
    const asked = await asks(response);
    if (!asked) throw new Error('This refusal asks for nothing.');
    const request: Held = {
      path,
      address: `http://localhost${path}`,
      method: ask.method ?? 'POST',
      body: ask.body ?? null,
      authorization: ask.authorization === undefined ? 'Bearer old' : ask.authorization,
      signal: ask.signal ?? null,
      response,
      asked,
      repeat: ask.stream
        ? null
        : async (newest, alone = true) => {
            repeats.push({ path, token: newest, alone });
            if (ask.cut) throw new TypeError('Failed to fetch');
            return answers.shift() ?? passed(path);
          },
    };
    const outcome: { response?: Response; error?: unknown } = {};
    held.hold(request).then(
      (given) => (outcome.response = given),
      (error: unknown) => (outcome.error = error)
    );
    await settle();
    return outcome;
  };

  const bar = (): Bar => {
    const shown = bars.find(({ closed }) => !closed);
    if (!shown) throw new Error('Nothing was put aside.');
    return shown;
  };

  const last = (): Drawing => {
    const drawing = drawings.at(-1);
    if (!drawing) throw new Error('Nothing was asked.');
    return drawing;
  };

  return {
    held,
    hold,
    drawings,
    repeats,
    adopted,
    spent,
    last,
    bar,
    openBars: () => bars.filter(({ closed }) => !closed).length,
    toldOthers: () => toldOthers,
    openQuestions: () => drawings.filter(({ closed }) => !closed).length,
    setToken: (next: string | null) => {
      token = next;
    },
    failToDraw: () => {
      failsToDraw = true;
    },
    prove: async (body: unknown = null) => {
      last().events.proved(body);
      await settle();
    },
    confirm: async () => {
      bar().events.confirm();
      await settle();
    },
    discard: async () => {
      bar().events.discard();
      await settle();
    },
    cancel: async () => {
      last().events.cancel();
      await settle();
    },
  };
};
