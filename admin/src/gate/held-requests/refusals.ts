/** Recognizes the plugin's refusals. Part of the panel's first bundle. */

export type AskedCode =
  | 'MFA_REQUIRED'
  | 'MFA_ENROLLMENT_REQUIRED'
  | 'MFA_PASSWORD_REQUIRED'
  | 'MFA_REAUTHENTICATION_REQUIRED'
  | 'MFA_NO_USABLE_METHOD';

export interface Asked {
  code: AskedCode;
  details: Record<string, unknown>;
}

const ASKED = /^MFA_(REQUIRED|ENROLLMENT_REQUIRED|PASSWORD_REQUIRED|REAUTHENTICATION_REQUIRED|NO_USABLE_METHOD)$/;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isAskedCode = (code: unknown): code is AskedCode => typeof code === 'string' && ASKED.test(code);

/** What the body of a refusal asks for. Null if it isn't one of the plugin's. */
export const askedIn = (body: unknown): Asked | null => {
  if (!isRecord(body) || !isRecord(body.error) || !isRecord(body.error.details)) return null;
  const { details } = body.error;
  return isAskedCode(details.code) ? { code: details.code, details } : null;
};

/** Reads a clone, and only of a JSON answer with status 403. All other answers stay unread. */
export const asks = async (response: Response): Promise<Asked | null> => {
  if (response.status !== 403 || !/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return null;
  try {
    return askedIn(await response.clone().json());
  } catch {
    return null;
  }
};
