/**
 * What each route answers, for docs/openapi.json. The types come from the server modules, and the comments become the
 * summaries. The generator reads what a route accepts from its controller's schema, and its permission from the route.
 */
import type {
  AuditEventRow,
  AuthenticatorView,
  ChallengeDetails,
  CoverageHistory,
  DiagnosticCheck,
  ErrorCode,
  MeView,
  PeopleSummary,
  PersonDetail,
  IdentityCheckSent,
  PersonExplanation,
  PersonRow,
  PolicyPreview,
  PolicyReport,
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
  /** The server's time. Codes are checked by this clock. */
  serverTime: string;
}

interface Finished {
  authenticator: AuthenticatorView;
  /** Only in the answer for a person's first method. */
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
  /** Open a prompt for an existing session: confirm it's you, or set up a method that the policy now requires. */
  'POST /transactions': {
    data: ChallengeDetails;
    errors: Fresh | 'MFA_NO_USABLE_METHOD' | 'MFA_INVALID_PASSWORD' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** Options for the browser's security-key dialog. */
  'POST /transactions/webauthn/options': {
    data: { publicKey: Record<string, unknown> };
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED';
  };
  /** Send the code by email. */
  'POST /transactions/email/send': {
    data: Sent;
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED' | Delivery;
  };
  /** Send the code by text message. */
  'POST /transactions/sms/send': {
    data: Sent;
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_METHOD_NOT_ALLOWED' | Delivery;
  };
  /** Answer the prompt. This is the only way from a password to a session. */
  'POST /transactions/verify': { data: Proved; errors: Guess };
  /** Repeat the answer of the enrollment in this transaction. Recovery codes that nobody acknowledged are generated again. */
  'POST /transactions/recovery-codes': {
    data: { authenticator: AuthenticatorView; recoveryCodes?: string[] };
    errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_ENROLLMENT_INCOMPLETE';
  };
  /** Finish a login after the person has set up a method and saved the recovery codes. */
  'POST /transactions/complete': { data: Proved; errors: 'MFA_TRANSACTION_EXPIRED' | 'MFA_ENROLLMENT_INCOMPLETE' };

  /** What the login page may offer besides the password. */
  'GET /sign-in-options': { data: { passwordless: boolean } };
  /** Begin a login with only a passkey: options for the browser, and a sealed challenge to send back with the answer. */
  'POST /passkey/options': {
    data: { challenge: string; publicKey: Record<string, unknown> };
    errors: 'MFA_METHOD_NOT_ALLOWED';
  };
  /** Log in with only a passkey. Every refusal looks the same; `unknownCredential` means that nobody has this passkey. */
  'POST /passkey/verify': { data: Alone; errors: 'MFA_PASSKEY_REFUSED' };

  /** Your methods, recovery codes, trusted browsers, and sessions. */
  'GET /me': { data: MeView };
  /** Returns nothing. The panel calls it to find out whether the guard asks for a proof. */
  'GET /gate': Nothing;
  /** What happened to your account, newest first. */
  'GET /me/events': { data: AuditEventRow[]; meta: { nextCursor: string | null } };
  /** Choose the method that is asked for first, or put an offer or an invitation aside. */
  'PUT /me/preferences': { data: Nothing; errors: Fresh };
  /** Confirm your password in this session. */
  'POST /me/password': { data: { verifiedAt: string }; errors: 'MFA_INVALID_PASSWORD' | 'MFA_TOO_MANY_ATTEMPTS' };
  /** Find out whether this session may change your methods now. If not, the answer is the refusal of the routes that do. */
  'POST /me/recent-proof': { data: Nothing; errors: Fresh | 'MFA_NO_USABLE_METHOD' };
  /** Begin setting up a security key or passkey. */
  'POST /me/webauthn/begin': { data: { publicKey: Record<string, unknown> }; errors: Enrolling };
  /** Finish setting up a security key or passkey. */
  'POST /me/webauthn/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' | 'MFA_ALREADY_REGISTERED' };
  /** Send a code to the email address on file, if the policy requires it before a first method. */
  'POST /me/first-factor/send': {
    data: Sent;
    errors: Fresh | Delivery | 'MFA_PASS_REQUIRED' | 'MFA_METHOD_NOT_ALLOWED' | 'MFA_TRANSACTION_EXPIRED';
  };
  /** Confirm that code. It counts for this transaction or session, and for one first method. */
  'POST /me/first-factor/verify': { data: Nothing; errors: Fresh | Guess | 'MFA_PASS_REQUIRED' };
  /** Use an enrollment pass. It counts for this transaction or session, and for one first method. */
  'POST /me/first-factor/pass': {
    data: Nothing;
    errors: Fresh | 'MFA_INVALID_PASS' | 'MFA_METHOD_NOT_ALLOWED' | 'MFA_TRANSACTION_EXPIRED';
  };
  /** Begin setting up an authenticator app. */
  'POST /me/totp/begin': { data: AppOffer; errors: Enrolling };
  /** Finish setting up an authenticator app. */
  'POST /me/totp/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Send a code to your email address, to set up codes by email. */
  'POST /me/email/begin': { data: Sent; errors: Enrolling | Delivery };
  /** Finish setting up codes by email. */
  'POST /me/email/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Send a code to a phone, to set up codes by text message. */
  'POST /me/sms/begin': { data: Sent; errors: Enrolling | Delivery };
  /** Finish setting up codes by text message. */
  'POST /me/sms/finish': { data: Finished; errors: Enrolling | 'MFA_INVALID_CODE' };
  /** Prove that you saved the recovery codes by entering one. It isn't used up. */
  'POST /me/recovery-codes/acknowledge': {
    data: Nothing;
    errors: Fresh | 'MFA_INVALID_CODE' | 'MFA_TRANSACTION_EXPIRED' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** Generate new recovery codes. The old ones stop working. */
  'POST /me/recovery-codes': {
    data: { recoveryCodes: string[] };
    errors: Fresh | 'MFA_ENROLLMENT_INCOMPLETE' | 'MFA_TOO_MANY_ATTEMPTS';
  };
  /** Rename a method. */
  'PUT /me/authenticators/:id': { data: { authenticator: AuthenticatorView }; errors: 'MFA_NOT_FOUND' };
  /** Remove a method. */
  'DELETE /me/authenticators/:id': { data: Nothing; errors: Fresh | 'MFA_NOT_FOUND' | 'MFA_LAST_FACTOR_REQUIRED' };
  /** Stop trusting one browser. */
  'DELETE /me/trusted-browsers/:id': { data: Nothing; errors: 'MFA_NOT_FOUND' };
  /** Stop trusting all browsers. */
  'DELETE /me/trusted-browsers': { data: Nothing };
  /** End all your other sessions, including everything that came from the same logins. */
  'DELETE /me/sessions': { data: { ended: number } };
  /** End one of your sessions. */
  'DELETE /me/sessions/:id': { data: Nothing; errors: 'MFA_NOT_FOUND' };

  /** The policy, as a list with one item. */
  'GET /policies': { data: PolicyView[] };
  /** The policy. */
  'GET /policies/pol-mfa-required': { data: PolicyView };
  /** Save the whole policy. Read-only keys are ignored. */
  'PUT /policies/pol-mfa-required': { data: PolicyView; errors: Fresh | PolicyRefusal };
  /** Preview what a policy would change for everybody. Writes nothing. */
  'POST /policies/pol-mfa-required/preview': { data: PolicyPreview; errors: 'MFA_TOO_MANY_ATTEMPTS' };
  /** What the planned requirement would have done at the logins since it was saved. */
  'GET /policy/report': { data: PolicyReport; errors: 'MFA_TOO_MANY_ATTEMPTS' };
  /** Send one of the policy's emails to your own address, marked as a sample. */
  'POST /policies/pol-mfa-required/notices/:event/sample': {
    data: { sentTo: string };
    errors: 'MFA_NOT_FOUND' | 'MFA_TOO_MANY_ATTEMPTS' | 'MFA_DELIVERY_FAILED';
  };
  /** What is wrong with this server, and how to fix it. */
  'GET /diagnostics': { data: { checks: DiagnosticCheck[] } };

  /** Administrators, and how well they're protected. */
  'GET /users': {
    data: PersonRow[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
  /** Counts by status, role, and method. */
  'GET /users/summary': { data: PeopleSummary };
  /** Counts by status, one for each of the last days. */
  'GET /users/coverage': { data: CoverageHistory };
  /** The list as a file. */
  'GET /users/export': { file: 'text/csv'; errors: Fresh | 'MFA_TOO_MANY_ATTEMPTS' };
  /** Remind people who haven't set up a method. */
  'POST /users/reminders': { data: Awaited<ReturnType<Container['people']['remind']>> };
  /** The progress of the reminders. */
  'GET /users/reminders': { data: Awaited<ReturnType<Container['people']['progress']>> };
  /** One administrator, with methods, recovery codes, and exemption. */
  'GET /users/:id': { data: PersonDetail; errors: 'MFA_NOT_FOUND' };
  /** Why this person is or isn't asked: the rules, in the order they were applied. */
  'GET /users/:id/explain': { data: PersonExplanation; errors: 'MFA_NOT_FOUND' };
  /** A person's sessions, and what each has proved. */
  'GET /users/:id/sessions': { data: SessionView[]; errors: 'MFA_NOT_FOUND' };
  /** Remove all or some of a person's methods. They set up MFA again at their next login. */
  'POST /users/:id/reset': { data: Nothing; errors: Helping | 'MFA_NOTHING_TO_RESET' };
  /** Lift a person's lock. */
  'POST /users/:id/unlock': { data: Nothing; errors: Helping };
  /** End a person's sessions. */
  'POST /users/:id/sign-out': { data: Nothing; errors: Helping };
  /** Send six digits to a person's email address, to be read back to you. It helps to know who is calling, and is never required. */
  'POST /users/:id/verification-code': {
    data: IdentityCheckSent;
    errors:
      Helping | 'MFA_METHOD_UNAVAILABLE' | 'MFA_RESEND_TOO_EARLY' | 'MFA_TOO_MANY_ATTEMPTS' | 'MFA_DELIVERY_FAILED';
  };
  /** Check the code that the person read to you. It works once, for you and for this person. */
  'POST /users/:id/verification-code/verify': {
    data: { verifiedAt: string };
    errors: Helping | 'MFA_INVALID_CODE';
  };
  /** Give a person an enrollment pass. Only this answer shows it, and it replaces an earlier one. */
  'POST /users/:id/pass': {
    data: { pass: string; expiresAt: string };
    errors: Helping | 'MFA_METHOD_UNAVAILABLE';
  };
  /** End an unused enrollment pass. */
  'DELETE /users/:id/pass': { data: Nothing; errors: Helping };
  /** Exempt a person until a date. */
  'PUT /users/:id/exemption': { data: Nothing; errors: Helping };
  /** End an exemption. */
  'DELETE /users/:id/exemption': { data: Nothing; errors: Helping };

  /** The activity log, newest first. `names` are those of today, by ID. `total` only with `count=true`. */
  'GET /audit-events': {
    data: AuditEventRow[];
    meta: { nextCursor: string | null; names: Record<string, string>; total?: { count: number; more: boolean } };
  };
  /** Verify that no row of the activity log was changed or removed. */
  'GET /audit-events/verify': { data: Awaited<ReturnType<Container['audit']['verify']>> };
  /** Unusual patterns of the last days. */
  'GET /audit-events/patterns': { data: Awaited<ReturnType<Container['audit']['patterns']>> };
  /** The activity log as a file. */
  'GET /audit-events/export': { file: 'text/csv, application/x-ndjson'; errors: Fresh | 'MFA_TOO_MANY_ATTEMPTS' };
}

export interface Operation {
  data?: unknown;
  meta?: unknown;
  file?: string;
  errors?: ErrorCode;
}
