import { backendAddress, type PanelApp } from '../gate/panel';
import { findForm, isLoginPage, type LoginForm } from './login-form';

const canPasskeys = (): boolean => window.isSecureContext && typeof window.PublicKeyCredential === 'function';

const isOffered = async (): Promise<boolean> => {
  const response = await fetch(`${backendAddress()}/mfa/sign-in-options`, { headers: { accept: 'application/json' } });
  const body = response.ok ? ((await response.json()) as { data?: { passwordless?: boolean } }) : null;
  return body?.data?.passwordless === true;
};

/** Detects the login page by its content, because the panel's router has no extension point for plugins. */
export const watchLogin = (app: PanelApp): void => {
  if (!canPasskeys()) return;
  let current: LoginForm | null = null;
  let leave: (() => void) | null = null;

  const enter = async (found: LoginForm): Promise<void> => {
    if (!(await isOffered())) return;
    const { offerPasskey } = await import('./offer-passkey');
    if (current === found && found.form.isConnected) leave = offerPasskey(app, found);
  };

  const look = (): void => {
    if (current?.form.isConnected && isLoginPage()) return;
    leave?.();
    leave = null;
    current = findForm();
    // If this fails, people can still use their password.
    if (current) void enter(current).catch(() => undefined);
  };

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
};
