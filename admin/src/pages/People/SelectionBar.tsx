import { Button, Flex, Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { Progress } from '../parts';
import { type Bulk } from './use-bulk';
import { useBulkActions, type Selection } from './selection';

interface SelectionBarProps {
  selection: Selection;
  bulk: Bulk;
  onRemind(ids: number[]): void;
}

/** What can be done with the selected people. A number on a button says that it applies to only some of them. */
export const SelectionBar = ({ selection, bulk, onRemind }: SelectionBarProps) => {
  const t = useWords('people');
  const actions = useBulkActions(selection.people);
  const { running } = bulk;
  if (selection.people.length === 0 && running === null) return null;
  const count = selection.people.length;
  return (
    <Flex
      role="region"
      aria-label={t('select.bar')}
      data-mfa-page
      gap={2}
      wrap="wrap"
      alignItems="center"
      padding={3}
      hasRadius
      background="primary100"
      borderColor="primary200"
      position="sticky"
      bottom="1.6rem"
      zIndex={2}
      style={{ top: '6.4rem' }}
    >
      {running ? (
        <Flex gap={3} flex="1" role="status">
          <Typography textColor="neutral800" style={{ whiteSpace: 'nowrap' }}>
            {t('bulk.running', { done: running.done, total: running.total })}
          </Typography>
          <Progress
            value={running.done}
            max={running.total}
            label={t(`bulk.${running.action}.title`, { count: running.total })}
          />
        </Flex>
      ) : (
        <>
          <Typography fontWeight="bold" textColor="neutral800" role="status" paddingRight={2}>
            {t('select.count', { count })}
          </Typography>
          {actions.map(({ action, people }) => (
            <Button
              key={action}
              size="S"
              variant={action === 'signOut' ? 'danger-light' : 'secondary'}
              disabled={people.length === 0}
              onClick={() =>
                action === 'remind' ? onRemind(people.map(({ id }) => id)) : bulk.ask({ action, people })
              }
            >
              {people.length === count || people.length === 0
                ? t(`bulk.${action}`)
                : t('bulk.some', { action: t(`bulk.${action}`), count: people.length })}
            </Button>
          ))}
          <Button size="S" variant="ghost" onClick={selection.clear}>
            {t('select.clear')}
          </Button>
        </>
      )}
    </Flex>
  );
};
