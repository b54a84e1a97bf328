import { IconButton, Menu } from '@strapi/design-system';
import { More } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';
import { useActionsFor, type PersonAction } from './actions-for';

export type { PersonAction } from './actions-for';

const DANGEROUS: readonly PersonAction[] = ['reset', 'signOut'];

interface RowMenuProps {
  person: PersonRow;
  onAction(action: PersonAction, person: PersonRow): void;
}

export const RowMenu = ({ person, onAction }: RowMenuProps) => {
  const t = useWords('people');
  const navigate = useNavigate();
  const { actionsFor, isMe } = useActionsFor();
  const name = person.name || person.email;
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        variant="ghost"
        label={t('row.actions', { name })}
        icon={<More />}
        endIcon={null}
      />
      {/* The design system cuts menus at four items. This uses the room that there is. */}
      <Menu.Content popoverPlacement="bottom-end" maxHeight="var(--radix-dropdown-menu-content-available-height)">
        {actionsFor(person).map((action) => {
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
        {isMe(person) ? (
          <Menu.Item onSelect={() => navigate('/me/security')}>{t('action.mySecurity')}</Menu.Item>
        ) : null}
      </Menu.Content>
    </Menu.Root>
  );
};
