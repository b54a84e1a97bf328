import { IconButton, Menu } from '@strapi/design-system';
import { More } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';
import { useRights, type Rights } from './rights';

export type PersonAction =
  'details' | 'reset' | 'unlock' | 'signOut' | 'exempt' | 'endExemption' | 'pass' | 'endPass' | 'remind';

/** The possible actions for a person, if the administrator may do them and they make sense. */
const actionsFor = (person: PersonRow, rights: Rights): PersonAction[] => {
  const found: [PersonAction, boolean][] = [
    ['details', true],
    ['reset', rights.reset && person.methods.length > 0],
    ['unlock', rights.reset && person.status === 'locked'],
    ['signOut', rights.reset],
    ['pass', rights.reset && person.methods.length === 0],
    ['endPass', rights.reset && person.pass !== null],
    ['exempt', rights.exempt && person.exemptUntil === null],
    ['endExemption', rights.exempt && person.exemptUntil !== null],
    ['remind', rights.remind && person.methods.length === 0],
  ];
  return found.filter(([name, applies]) => applies && (name === 'details' || !person.aboveYou)).map(([name]) => name);
};

const DANGEROUS: readonly PersonAction[] = ['reset', 'signOut'];

interface RowMenuProps {
  person: PersonRow;
  onAction(action: PersonAction, person: PersonRow): void;
}

export const RowMenu = ({ person, onAction }: RowMenuProps) => {
  const t = useWords('people');
  const rights = useRights();
  const navigate = useNavigate();
  const me = useAuth('RowMenu', (state) => state.user?.id);
  const self = me !== undefined && Number(me) === person.id;
  const name = person.name || person.email;
  const actions = self ? (['details'] as const) : actionsFor(person, rights);
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        variant="ghost"
        label={t('row.actions', { name })}
        icon={<More />}
        endIcon={null}
      />
      <Menu.Content popoverPlacement="bottom-end">
        {actions.map((action) => {
          const key: WordKey<'people'> = `action.${action}`;
          return (
            <Menu.Item
              key={action}
              variant={DANGEROUS.includes(action) ? 'danger' : 'default'}
              onSelect={() => onAction(action, person)}
            >
              {t(key)}
            </Menu.Item>
          );
        })}
        {self ? <Menu.Item onSelect={() => navigate('/me/security')}>{t('action.mySecurity')}</Menu.Item> : null}
      </Menu.Content>
    </Menu.Root>
  );
};
