import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { type AuthenticatorType, type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Rows, Section } from '../parts';
import { AuthenticatorRow } from './AuthenticatorRow';
import { ADD_LABELS, addable, rowsOf, type GroupKey } from './groups';
import { useObstacleWords } from './use-obstacle-words';

interface GroupProps {
  group: GroupKey;
  types: readonly AuthenticatorType[];
  me: MeView;
  /** IDs of rows that are being changed. */
  busyId: string | null;
  /** The method whose question is open. */
  asking: AuthenticatorType | null;
  onAdd(type: AuthenticatorType): void;
  onRemove(view: AuthenticatorView): void;
  onRemake(view: AuthenticatorView): void;
}

/** A kind of method that the person has, and a button to add another. */
export const AuthenticatorGroup = ({ group, types, me, busyId, asking, onAdd, onRemove, onRemake }: GroupProps) => {
  const t = useWords('security');
  const obstacles = useObstacleWords(me);
  const rows = rowsOf(me, types);
  const allowed = types.filter((type) => me.allowedMethods.includes(type));
  const offered = addable(me).filter(({ method }) => allowed.includes(method));
  const why = allowed.map(obstacles).filter((words) => words !== null);
  const names = me.authenticators.map(({ name }) => name);
  if (rows.length === 0) return null;

  return (
    <Section
      title={t(`${group}.title`)}
      hint={t(`${group}.hint`)}
      action={
        <Flex gap={2} wrap="wrap">
          {offered.map(({ method }) => (
            <Button
              key={method}
              variant="secondary"
              startIcon={<Plus />}
              data-add={method}
              loading={asking === method}
              onClick={() => onAdd(method)}
            >
              {t(ADD_LABELS[method])}
            </Button>
          ))}
        </Flex>
      }
    >
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
      {why.map((words) => (
        <Typography key={words} variant="pi" textColor="neutral600" tag="p">
          {words}
        </Typography>
      ))}
    </Section>
  );
};
