import type { Answer, Enrolled, EnrollmentCalls } from './factor-ui';

interface UnreliableCalls extends EnrollmentCalls {
  /**
   * What the server knows about a `finish` whose answer was lost: what it did, that it did nothing, or no answer again.
   */
  lookFor(type: Parameters<EnrollmentCalls['finish']>[0]): Promise<Enrolled | 'nothing' | 'unknown'>;
}

/**
 * Enrollment calls that survive a broken connection. After a `finish` without an answer, this asks the server what
 * happened, before anything is sent again or shown.
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
