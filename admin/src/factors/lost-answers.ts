import type { Answer, Enrolled, EnrollmentCalls } from './factor-ui';

interface UnreliableCalls extends EnrollmentCalls {
  /** What the server knows of a `finish` whose answer was lost: what it did, that it did nothing, or no answer again. */
  lookFor(type: Parameters<EnrollmentCalls['finish']>[0]): Promise<Enrolled | 'nothing' | 'unknown'>;
}

/**
 * Enrollment calls that outlive a broken connection: after a `finish` without an answer the server is asked what became
 * of it, before anything is sent a second time or said about it.
 */
export const recoverLostFinish = ({ begin, finish, lookFor }: UnreliableCalls): EnrollmentCalls => {
  let lost = false;
  return {
    begin: (type, body) => {
      lost = false;
      return begin(type, body);
    },
    finish: async (type, body): Promise<Answer<Enrolled>> => {
      const find = async (): Promise<Answer<Enrolled> | null> => {
        const found = await lookFor(type);
        lost = found === 'unknown';
        return typeof found === 'string' ? null : { ok: true, data: found };
      };
      const before = lost ? await find() : null;
      if (before) return before;
      const answer = await finish(type, body);
      if (answer.ok || answer.refusal.code !== 'UNREACHABLE') return answer;
      return (await find()) ?? answer;
    },
  };
};
