import { useEffect, useRef, useState, type FormEvent } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { PasswordField, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { GateState } from '../question/machine';

interface PasswordScreenProps {
  state: GateState;
  confirm(password: string): void;
}

/** The password stands in for a missing second factor, and is required before the first one is added. */
export const PasswordScreen = ({ state, confirm }: PasswordScreenProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const say = useRefusalWords();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [empty, setEmpty] = useState(false);
  const { busy, refusal, failures } = state;

  useEffect(() => {
    if (failures > 0) field.current?.select();
  }, [failures]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setEmpty(password === '');
    if (password === '') return field.current?.focus();
    confirm(password);
  };

  const refused = refusal ? say(refusal) : null;
  return (
    <form onSubmit={submit} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {state.passwordFor === 'enroll' ? (
          <Typography tag="p" textColor="neutral600">
            {t('password.beforeEnrollment')}
          </Typography>
        ) : null}
        <PasswordField
          ref={field}
          value={password}
          readOnly={busy}
          error={empty ? shared('password.empty') : refused}
          onChange={(value) => {
            setPassword(value);
            setEmpty(false);
          }}
        />
        <Button type="submit" size="L" fullWidth loading={busy}>
          {shared('action.continue')}
        </Button>
      </Flex>
    </form>
  );
};
