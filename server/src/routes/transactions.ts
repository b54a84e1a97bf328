import { adminRoute, type AdminRoute } from './route';

/** No strategy: the transaction token in the body is the credential. */
const byToken = (path: string, handler: string): AdminRoute => ({
  method: 'POST',
  path,
  handler,
  config: { auth: false, policies: [] },
});

export const transactionRoutes: AdminRoute[] = [
  adminRoute('POST', '/transactions', 'transactions.open', { mfa: { open: true } }),
  byToken('/transactions/webauthn/options', 'transactions.webauthnOptions'),
  byToken('/transactions/email/send', 'transactions.sendEmail'),
  byToken('/transactions/sms/send', 'transactions.sendSms'),
  byToken('/transactions/verify', 'transactions.verify'),
  byToken('/transactions/recovery-codes', 'transactions.recoveryCodes'),
  byToken('/transactions/complete', 'transactions.complete'),
];
