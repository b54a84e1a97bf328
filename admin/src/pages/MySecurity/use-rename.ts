import { readMe, readRefusal, useRenameAuthenticatorMutation } from '../../api';
import { type Answer } from '../../factors';

/** Renames one of a person's methods. After an answer that was lost, it asks the server what happened. */
export const useRename = (id: string) => {
  const [rename] = useRenameAuthenticatorMutation();
  return async (name: string): Promise<Answer<unknown>> => {
    const answer = await rename({ id, name });
    if (!('error' in answer)) return { ok: true, data: answer.data };
    const refusal = readRefusal(answer.error);
    if (refusal.code !== 'UNREACHABLE') return { ok: false, refusal };
    const me = await readMe();
    const done = me.ok && me.data.authenticators.some((one) => one.id === id && one.name === name);
    return done ? { ok: true, data: null } : { ok: false, refusal };
  };
};
