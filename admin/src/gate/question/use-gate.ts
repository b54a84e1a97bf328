import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';

import type { ChallengeDetails } from '../../../../shared/contracts/types';
import { factorUi, known, type Proof, type Refusal } from '../../factors';
import { opensTransaction, type GateCalls, type Proved } from './calls';
import type { Question, QuestionEvents } from './question';
import { FIRST_STATE, gateReducer, type GateAction, type MethodTraits } from './machine';
import { narrowTo } from '../held-requests/methods-for-request';

const TRAITS: MethodTraits = {
  usable: (method) => known([method]).length > 0 && factorUi(method).obstacle() === null,
  lastResort: (method) => factorUi(method).lastResort,
};

/** A refusal that is itself a question, for example after a proof with a method that is no longer allowed. */
const nextQuestion = (refusal: Refusal): ChallengeDetails | null =>
  opensTransaction(refusal) ? (refusal.details as unknown as ChallengeDetails) : null;

const detailsOf = (question: Question): ChallengeDetails | null =>
  typeof question.asked.details.transaction === 'string'
    ? (question.asked.details as unknown as ChallengeDetails)
    : null;

const NOTHING_CHOSEN: Refusal = { status: 0, code: 'UNEXPECTED', message: '', details: {} };

/** The machine, driven by the server's answers. Each function is something a screen can do. */
export const useGate = (question: Question, calls: GateCalls, events: QuestionEvents) => {
  const [state, dispatch] = useReducer(gateReducer, FIRST_STATE);
  const [trust, setTrust] = useState(false);
  const result = useRef<Proved | null>(null);
  const transaction = state.details?.transaction ?? '';

  const opened = useCallback((details: ChallengeDetails) => dispatch({ type: 'opened', details, traits: TRAITS }), []);
  const refuse = useCallback(
    (refusal: Refusal) => {
      const next = nextQuestion(refusal);
      if (next) opened(next);
      else dispatch({ type: 'refused', refusal, now: Date.now() });
    },
    [opened]
  );

  const open = useCallback(
    async (password?: string) => {
      const answer = await calls.openTransaction(password);
      // The token has expired. The waiting requests know how to get a new one.
      if (!answer.ok && answer.refusal.status === 401) return events.proved(null);
      const { code, details } = question.asked;
      if (answer.ok) opened(narrowTo({ ...answer.data, code: answer.data.code ?? code }, { ...details, code }));
      else refuse(answer.refusal);
    },
    [calls, events, opened, question, refuse]
  );

  const begin = useCallback(() => {
    const { code, details } = question.asked;
    const given = detailsOf(question);
    if (given) return opened(given);
    if (code === 'MFA_PASSWORD_REQUIRED') return dispatch({ type: 'asked_password', for: 'confirm' });
    if (code === 'MFA_REQUIRED' || code === 'MFA_ENROLLMENT_REQUIRED') return void open();
    refuse({ status: 403, code, message: '', details });
  }, [open, opened, question, refuse]);

  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    begin();
  }, [begin]);

  const { screen } = state;
  useEffect(() => {
    if (screen === 'expired') events.expire();
  }, [screen, events]);

  const finish = useCallback(() => events.proved(result.current?.body ?? null), [events]);

  /** No answer arrived. Only the server knows whether the proof counted, and the next answer tells. */
  const lost = useRef(false);

  /**
   * The transaction is gone after a lost answer: it was used up, or it timed out. Either way, the person is asked
   * again.
   */
  const askAnew = useCallback(async () => {
    lost.current = false;
    if (await events.lookAgain()) return;
    const answer = question.kind === 'step_up' ? await calls.openTransaction() : await calls.startAgain();
    if (!answer.ok) return refuse(answer.refusal);
    dispatch({ type: 'opened', details: answer.data, traits: TRAITS, anew: true });
  }, [calls, events, question, refuse]);

  const isAnswerLost = (refusal: Refusal): boolean => lost.current && refusal.code === 'MFA_TRANSACTION_EXPIRED';

  const notProved = async (refusal: Refusal) => {
    if (isAnswerLost(refusal)) return askAnew();
    lost.current = refusal.code === 'UNREACHABLE';
    if (lost.current && (await events.lookAgain())) return;
    refuse(refusal);
  };

  const sending = useRef(false);
  const submit = async (proof: Proof) => {
    // A password manager may submit, and the person may press Enter as well.
    if (!state.method || sending.current) return;
    const { method } = state;
    sending.current = true;
    dispatch({ type: 'submitted' });
    const answer = await calls.verify(transaction, method, proof, trust && !factorUi(method).lastResort);
    sending.current = false;
    if (!answer.ok) return notProved(answer.refusal);
    result.current = answer.data;
    const worthAWord = factorUi(method).lastResort && question.kind === 'sign_in';
    if (!worthAWord) return finish();
    dispatch({ type: 'recovered', remaining: answer.data.recoveryCodesRemaining });
  };

  const confirmPassword = async (password: string) => {
    dispatch({ type: 'submitted' });
    if (state.passwordFor === 'enroll') return open(password);
    const answer = await calls.confirmPassword(password);
    if (answer.ok) return events.proved(null);
    refuse(answer.refusal);
  };

  const moreTime = async () => {
    if (question.kind === 'step_up') return open();
    const answer = await calls.startAgain();
    if (answer.ok) return opened(answer.data);
    refuse(answer.refusal);
  };

  const retry = () => {
    dispatch({ type: 'retried' });
    begin();
  };

  const options = useCallback(async () => {
    const answer = await calls.options(transaction);
    if (!answer.ok && isAnswerLost(answer.refusal)) void askAnew();
    return answer;
  }, [calls, transaction, askAnew]);
  const { method } = state;
  const send = useCallback(
    async (): ReturnType<GateCalls['send']> =>
      method === null ? { ok: false, refusal: NOTHING_CHOSEN } : calls.send(transaction, method),
    [calls, transaction, method]
  );
  const suggestOtherWays = useCallback(() => dispatch({ type: 'other_ways', open: true }), []);
  const panel = useMemo(() => ({ options, send, suggestOtherWays }), [options, send, suggestOtherWays]);

  return {
    state,
    act: dispatch as (action: GateAction) => void,
    trust,
    setTrust,
    transaction,
    panel,
    submit: (proof: Proof) => void submit(proof),
    confirmPassword: (password: string) => void confirmPassword(password),
    moreTime: () => void moreTime(),
    retry,
    refuse,
    finish,
    /** Keeps the answer of `complete` until the person has read the last page. */
    keep: (proved: Proved) => {
      result.current = proved;
    },
  };
};

export type GateModel = ReturnType<typeof useGate>;
