/**
 * What each route answers, for docs/openapi.json. The types come from the server modules, and the comments become the
 * summaries. The generator reads what a route accepts from its controller's schema, and its permission from the route.
 */
import type {
  AuditEventRow,
  AuthenticatorView,
  ChallengeDetails,
  DiagnosticCheck,
  ErrorCode,
  MeView,
  PeopleSummary,
  PersonDetail,
  PersonExplanation,
  PersonRow,
  PolicyPreview,
  PolicyView,
  SessionView,
} from '../../shared/contracts';
import type { Container } from '../../server/src/container';

type Nothing = Record<string, never>;

interface Sent {
  /** Masked. */
  destination: string;
  resendAt: string;
  expiresAt: string;
}

interface AppOffer {
  secret: string;
  otpauthUri: string;
  /** SVG as a data URI. */
  qrCode: string;
  begunBefore: boolean;
  /** When this was answered: codes are judged by this clock, and one that differs makes others. */
  serverTime: string;
}

interface Finished {
  authenticator: AuthenticatorView;
  /** With the first method of a person, whichever it is, and never again. */
  recoveryCodes?: string[];
}

/**
 * The body of Strapi's own login response, sent with the `strapi_admin_refresh` cookie. A live session only learns that
 * it's verified.
 */
type Proved =
  | {
      token: string;
      accessToken: string;
      user: Record<string, unknown>;
      mfa: { method: ChallengeDetails['methods'][number]; recoveryCodesRemaining: number };
    }
  | { verifiedAt: string; method: ChallengeDetails['methods'][number] };

type Alone = Extract<Proved, { token: string }> & { mfa: { passwordless: true } };

type Guess =
  | 'MFA_INVALID_CODE'
  | 'MFA_TRANSACTION_EXPIRED'
  | 'MFA_TOO_MANY_ATTEMPTS'
  | 'MFA_METHOD_NOT_ALLOWED'
  | 'MFA_NO_USABLE_METHOD';
type Fresh = 'MFA_REQUIRED' | 'MFA_PASSWORD_REQUIRED' | 'MFA_REAUTHENTICATION_REQUIRED';
type Enrolling =
  | Fresh
  | 'MFA_PASS_REQUIRED'
  | 'MFA_METHOD_NOT_ALLOWED'
  | 'MFA_METHOD_UNAVAILABLE'
  | 'MFA_LIMIT_REACHED'
  | 'MFA_TRANSACTION_EXPIRED';
type Delivery = 'MFA_RESEND_TOO_EARLY' | 'MFA_TOO_MANY_ATTEMPTS' | 'MFA_DELIVERY_FAILED';
type Helping = Fresh | 'MFA_TARGET_ABOVE_YOU' | 'MFA_NOT_ON_YOURSELF' | 'MFA_NOT_FOUND';
type PolicyRefusal = 'MFA_POLICY_WOULD_LOCK_OUT' | 'MFA_POLICY_CHANGED' | 'MFA_POLICY_LOCKED' | 'MFA_TARGET_ABOVE_YOU';

/** `data` is the body inside the envelope. `file` is the content type of a stream. A route with neither answers 204. */
export interface Answers {
  /** Open the question of a live session: confirm it is you, or set up what a tightened policy asks for. */
  'POST /transactions': {
    data: ChallengeDetails;
    errors: Fresh | 'MFA_NO_USABLE_METHOD' | 'MFA_INVALID_PASSWORD' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** Options for the browser's security-key dialog. */
  'POST /transactions/webauthn/options': {
    data: { publicKey: Record<string, unknown> };
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED';
  };
  /** Send the code by e-mail. */
  'POST /transactions/email/send': {
    data: Sent;
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED' | Delivery;
  };
  /** Send the code by text message. */
  'POST /transactions/sms/send': {
    data: Sent;
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED' | Delivery;
  };
  /** Answer the question: the one way from a password to a session. */
  'POST /transactions/verify': { data: Proved; errors: Guess };
  /** What setting up answered in this transaction, once more: the codes are made anew while nobody has acknowledged them. */
  'POST /transactions/recovery-codes': {
    data: { authenticator: AuthenticatorView; recoveryCodes?: string[] };
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_ENROLLMENT_INCOMPLETE';
  };
  /** Finish a sign-in whose person has just set up a method and kept the recovery codes. */
  'POST /transactions/complete': { data: Proved; errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_ENROLLMENT_INCOMPLETE' };

  /** What the log-in page may offer beside the password. */
  'GET /sign-in-options': { data: { passwordless: boolean } };
  /** Begin a log-in with a passkey alone: options for the browser, and a sealed challenge that goes back with the answer. */
  'POST /passkey/options': {
    data: { challenge: string; publicKey: Record<string, unknown> };
    errors: 'MFA_METHOD_NOT_ALLOWED';
  };
  /** Log in with a passkey alone. One refusal for every cause; `unknownCredential` where nobody has that passkey. */
  'POST /passkey/verify': { data: Alone; errors: 'MFA_PASSKEY_REFUSED' };

  /** One's own methods, recovery codes, trusted browsers and sessions. */
  'GET /me': { data: MeView };
  /** Nothing: it exists to meet the guard. */
  'GET /gate': Nothing;
  /** What happened to one's own account, newest first. */
  'GET /me/events': { data: AuditEventRow[]; meta: { nextCursor: string | null } };
  /** Which method is asked for first. */
  'PUT /me/preferences': { data: Nothing; errors: Fresh };
  /** Confirm the password in this session. */
  'POST /me/password': { data: { verifiedAt: string }; errors: 'MFA_INVALID_PASSWORD' | 'MFA_TOO_MANY_ATTEMPTS' };
  /** Begin setting up a security key or passkey. */
  'POST /me/webauthn/begin': { data: { publicKey: Record<string, unknown> }; errors: Enrolling };
  /** Finish setting up a security key or passkey. */
  'POST /me/webauthn/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' | 'MFA_ALREADY_REGISTERED' };
  /** Send a code to the address on file, where the policy asks for it before a first method is set up. */
  'POST /me/first-factor/send': {
    data: Sent;
    errors: Fresh | Delivery | 'MFA_PASS_REQUIRED' | 'MFA_METHOD_NOT_ALLOWED' | 'MFA_TRANSACTION_EXPIRED';
  };
  /** Confirm that code. Holds for this transaction, or this session, and one first method. */
  'POST /me/first-factor/verify': { data: Nothing; errors: Fresh | Guess | 'MFA_PASS_REQUIRED' };
  /** Use a pass that an administrator gave. Holds for this transaction, or this session, and one first method. */
  'POST /me/first-factor/pass': {
    data: Nothing;
    errors: Fresh | 'MFA_INVALID_PASS' | 'MFA_METHOD_NOT_ALLOWED' | 'MFA_TRANSACTION_EXPIRED';
  };
  /** Begin setting up an authenticator app. */
  'POST /me/totp/begin': { data: AppOffer; errors: Enrolling };
  /** Finish setting up an authenticator app. */
  'POST /me/totp/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Send a code to one's own address, to set up codes by e-mail. */
  'POST /me/email/begin': { data: Sent; errors: Enrolling | Delivery };
  /** Finish setting up codes by e-mail. */
  'POST /me/email/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Send a code to a telephone, to set up codes by text message. */
  'POST /me/sms/begin': { data: Sent; errors: Enrolling | Delivery };
  /** Finish setting up codes by text message. */
  'POST /me/sms/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Prove that the recovery codes were kept: one of them, compared and not used up. */
  'POST /me/recovery-codes/acknowledge': {
    data: Nothing;
    errors: Fresh | 'MFA_INVALID_CODE' | 'MFA_TRANSACTION_EXPIRED' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** New recovery codes; the old set dies. */
  'POST /me/recovery-codes': {
    data: { recoveryCodes: string[] };
    errors: Fresh | 'MFA_ENROLLMENT_INCOMPLETE' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** Rename a method. */
  'PUT /me/authenticators/:id': { data: { authenticator: AuthenticatorView }; errors: 'MFA_NOT_FOUND' };
  /** Remove a method. */
  'DELETE /me/authenticators/:id': { data: Nothing; errors: Fresh | 'MFA_NOT_FOUND' | 'MFA_LAST_FACTOR_REQUIRED' };
  /** Trust one browser no longer. */
  'DELETE /me/trusted-browsers/:id': { data: Nothing; errors: 'MFA_NOT_FOUND' };
  /** Trust no browser any longer. */
  'DELETE /me/trusted-browsers': { data: Nothing };
  /** End every other session of one's own, with all that came out of the same logins. */
  'DELETE /me/sessions': { data: { ended: number } };
  /** End one of one's own sessions. */
  'DELETE /me/sessions/:id': { data: Nothing; errors: 'MFA_NOT_FOUND' };

  /** The policy, as a list of one. */
  'GET /policies': { data: PolicyView[] };
  /** The policy. */
  'GET /policies/pol-mfa-required': { data: PolicyView };
  /** Save the whole policy; read-only keys are ignored. */
  'PUT /policies/pol-mfa-required': { data: PolicyView; errors: Fresh | PolicyRefusal };
  /** What a policy would do to everybody. Writes nothing. */
  'POST /policies/pol-mfa-required/preview': { data: PolicyPreview; errors: 'MFA_TOO_MANY_ATTEMPTS' };
  /** What is wrong with this host, and what to do about it. */
  'GET /diagnostics': { data: { checks: DiagnosticCheck[] } };

  /** Administrators and how well they are protected. */
  'GET /users': {
    data: PersonRow[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
  /** Counts by status, by role and by method. */
  'GET /users/summary': { data: PeopleSummary };
  /** The list as a file. */
  'GET /users/export': { file: 'text/csv'; errors: Fresh | 'MFA_TOO_MANY_ATTEMPTS' };
  /** Remind people who have set up nothing. */
  'POST /users/reminders': { data: Awaited<ReturnType<Container['people']['remind']>> };
  /** How far the reminders are. */
  'GET /users/reminders': { data: Awaited<ReturnType<Container['people']['progress']>> };
  /** One administrator with methods, codes and exemption. */
  'GET /users/:id': { data: PersonDetail; errors: 'MFA_NOT_FOUND' };
  /** Why this person is, or is not, asked: the rules in the order they were applied. */
  'GET /users/:id/explain': { data: PersonExplanation; errors: 'MFA_NOT_FOUND' };
  /** A person's sessions and what each has proved. */
  'GET /users/:id/sessions': { data: SessionView[]; errors: 'MFA_NOT_FOUND' };
  /** Remove a person's methods, all or some; the person sets up anew at the next log-in. */
  'POST /users/:id/reset': { data: Nothing; errors: Helping | 'MFA_NOTHING_TO_RESET' };
  /** Lift a person's lock. */
  'POST /users/:id/unlock': { data: Nothing; errors: Helping };
  /** End a person's sessions. */
  'POST /users/:id/sign-out': { data: Nothing; errors: Helping };
  /** Give a pass for somebody's first method; it is shown in this answer only, and ends the one before. */
  'POST /users/:id/pass': {
    data: { pass: string; expiresAt: string };
    errors: Helping | 'MFA_METHOD_UNAVAILABLE';
  };
  /** End a pass that was not used. */
  'DELETE /users/:id/pass': { data: Nothing; errors: Helping };
  /** Exempt a person until a day. */
  'PUT /users/:id/exemption': { data: Nothing; errors: Helping };
  /** End an exemption. */
  'DELETE /users/:id/exemption': { data: Nothing; errors: Helping };

  /** The trail, newest first. */
  'GET /audit-events': { data: AuditEventRow[]; meta: { nextCursor: string | null } };
  /** Whether every row of the trail is as it was written. */
  'GET /audit-events/verify': { data: Awaited<ReturnType<Container['audit']['verify']>> };
  /** Unusual patterns of the last days. */
  'GET /audit-events/patterns': { data: Awaited<ReturnType<Container['audit']['patterns']>> };
  /** The trail as a file of any size. */
  'GET /audit-events/export': { file: 'text/csv, application/x-ndjson'; errors: Fresh | 'MFA_TOO_MANY_ATTEMPTS' };
}

export interface Operation {
  data?: unknown;
  meta?: unknown;
  file?: string;
  errors?: ErrorCode;
}
