import { useEffect, useState, type ReactNode } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Key } from '@strapi/icons';
import { createRoot } from 'react-dom/client';

import type { PanelApp } from '../gate/panel';
import { PanelLook } from '../gate/question/PanelLook';
import { useWords } from '../i18n';
import { landAfterLogin } from './after-login';
import { createPasskeyLogin, type LoginState, type PasskeyLogin } from './passkey-login';
import type { LoginForm } from './login-form';

const Line = ({ color = 'neutral600', children }: { color?: string; children: ReactNode }) => (
  <Box paddingTop={3}>
    <Typography tag="p" textAlign="center" textColor={color}>
      {children}
    </Typography>
  </Box>
);

interface BoxProps {
  login: PasskeyLogin;
  follow(listener: (state: LoginState) => void): void;
}

const LoginBox = ({ login, follow }: BoxProps) => {
  const t = useWords('login');
  const [{ running, said }, setState] = useState<LoginState>({ running: false, said: null });
  useEffect(() => follow(setState), [follow]);

  return (
    <Flex direction="column" alignItems="stretch">
      {said === 'off' ? null : (
        <Button type="button" variant="secondary" fullWidth startIcon={<Key />} loading={running} onClick={login.press}>
          {t('button')}
        </Button>
      )}
      {running ? (
        <Box paddingTop={2}>
          <Button type="button" variant="tertiary" fullWidth onClick={login.cancel}>
            {t('cancel')}
          </Button>
        </Box>
      ) : null}
      <div role="status">{running || said === 'ready' ? <Line>{t(running ? 'during' : 'ready')}</Line> : null}</div>
      <div role="alert">{said && said !== 'ready' ? <Line color="danger600">{t(said)}</Line> : null}</div>
    </Flex>
  );
};

const FIELD_HINT = 'username webauthn';
const LOOKING = ['focus', 'click'];

/** Adds the button below Strapi's own and passkeys to the field's autofill. Returns a function that undoes both. */
export const offerPasskey = (app: PanelApp, { form, email, submit }: LoginForm): (() => void) => {
  let listener: (state: LoginState) => void = () => undefined;
  const login = createPasskeyLogin({
    rememberMe: () => form.querySelector('[role="checkbox"][aria-checked="true"]') !== null,
    signedIn(token, persist) {
      const search = window.location.search;
      app.store?.dispatch({ type: 'admin/login', payload: { token, persist } });
      void landAfterLogin(search);
    },
    changed: (state) => listener(state),
  });

  const before = email.getAttribute('autocomplete');
  email.setAttribute('autocomplete', FIELD_HINT);
  const element = document.createElement('div');
  element.id = 'mfa-login';
  submit.after(element);
  const root = createRoot(element);
  root.render(
    <PanelLook app={app} areas={['login']}>
      <LoginBox login={login} follow={(follower) => void (listener = follower)} />
    </PanelLook>
  );
  form.addEventListener('submit', login.stop);
  // After a wrong password or a refused passkey, people return to the field, so it offers passkeys again.
  for (const event of LOOKING) email.addEventListener(event, login.waitInField);
  login.waitInField();

  return () => {
    form.removeEventListener('submit', login.stop);
    for (const event of LOOKING) email.removeEventListener(event, login.waitInField);
    login.stop();
    if (before === null) email.removeAttribute('autocomplete');
    else email.setAttribute('autocomplete', before);
    root.unmount();
    element.remove();
  };
};
