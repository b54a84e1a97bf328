import { ERROR_CODES } from '../../../shared/contracts/constants';
import { type ErrorCode } from '../../../shared/contracts/types';
import { type Answer, type Refusal } from '../factors/factor-ui';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isErrorCode = (value: unknown): value is ErrorCode => ERROR_CODES.some((code) => code === value);

/** Strapi's fetch client throws the envelope in `response.data.error`. Its query client returns `error` itself. */
const envelopeOf = (thrown: unknown): Record<string, unknown> => {
  if (!isRecord(thrown)) return {};
  const response = thrown['response'];
  if (!isRecord(response) || !isRecord(response['data'])) return thrown;
  const inner = response['data']['error'];
  return isRecord(inner) ? inner : thrown;
};

/** Reads a failure of RTK Query or of `getFetchClient`. Never throws. No answer at all is `UNREACHABLE`. */
export const readRefusal = (thrown: unknown): Refusal => {
  const envelope = envelopeOf(thrown);
  const details = isRecord(envelope['details']) ? envelope['details'] : {};
  const status = typeof envelope['status'] === 'number' ? envelope['status'] : 0;
  const code = details['code'];
  return {
    status,
    code: isErrorCode(code) ? code : status === 0 ? 'UNREACHABLE' : 'UNEXPECTED',
    message: typeof envelope['message'] === 'string' ? envelope['message'] : '',
    details,
  };
};

/** No answer arrived, so only the server knows the outcome. RTK Query then reads the state again. */
export const isLost = (thrown: unknown): boolean => readRefusal(thrown).code === 'UNREACHABLE';

/** Turns a call that throws into one that returns an answer. */
export const answerOf = async <T>(call: () => Promise<T>): Promise<Answer<T>> => {
  try {
    return { ok: true, data: await call() };
  } catch (thrown) {
    return { ok: false, refusal: readRefusal(thrown) };
  }
};
