import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { type AuthenticatorType, type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';
import { Rows, Section } from '../parts';
import { AuthenticatorRow } from './AuthenticatorRow';
import { addable, rowsOf, type GroupKey } from './groups';
import { useObstacleWords } from './use-obstacle-words';

interface GroupProps {
  group: GroupKey;
  types: readonly AuthenticatorType[];
  me: MeView;
  /** IDs of rows that are being changed. */
  busyId: string | null;
  onAdd(type: AuthenticatorType): void;
  onRemove(view: AuthenticatorView): void;
  onRemake(view: AuthenticatorView): void;
}

const ADD_KEYS: Record<AuthenticatorType, WordKey<'security'>> = {
  webauthn: 'keys.add',
  totp: 'apps.add',
  email: 'delivered.add.email',
  sms: 'delivered.add.sms',
};

/** A kind of method: the existing ones, and a button to add another. */
export const AuthenticatorGroup = ({ group, types, me, busyId, onAdd, onRemove, onRemake }: GroupProps) => {
  const t = useWords('security');
  const obstacles = useObstacleWords(me);
  const rows = rowsOf(me, types);
  const allowed = types.filter((type) => me.allowedMethods.includes(type));
  const offered = addable(me).filter(({ method }) => allowed.includes(method));
  const why = allowed.map(obstacles).filter((words) => words !== null);
  const names = me.authenticators.map(({ name }) => name);
  if (rows.length === 0 && allowed.length === 0) return null;

  return (
    <Section
      title={t(`${group}.title`)}
      hint={t(rows.length > 0 ? `${group}.hint` : `${group}.empty`)}
      action={
        <Flex gap={2} wrap="wrap">
          {offered.map(({ method }) => (
            <Button
              key={method}
              variant="secondary"
              startIcon={<Plus />}
              data-add={method}
              onClick={() => onAdd(method)}
            >
              {t(ADD_KEYS[method])}
            </Button>
          ))}
        </Flex>
      }
    >
      {rows.length === 0 ? null : (
        <Rows>
          {rows.map((view) => (
            <AuthenticatorRow
              key={view.id}
              view={view}
              me={me}
              takenNames={names}
              busy={busyId === view.id}
              onRemove={onRemove}
              onRemake={onRemake}
            />
          ))}
        </Rows>
      )}
      {why.map((words) => (
        <Typography key={words} variant="pi" textColor="neutral600" tag="p">
          {words}
        </Typography>
      ))}
    </Section>
  );
};
