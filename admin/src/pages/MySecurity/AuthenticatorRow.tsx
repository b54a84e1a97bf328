import { useEffect, useRef, useState } from 'react';

import { Badge, Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Pencil, Trash } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';

import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { KeyState, RenameForm } from '../../components';
import { enrollableUi } from '../../factors';
import { useWords } from '../../i18n';
import { useReport, useWhen } from '../parts';
import { RowIcon } from './RowIcon';
import { useRename } from './use-rename';

interface RowProps {
  view: AuthenticatorView;
  me: MeView;
  takenNames: readonly string[];
  busy: boolean;
  onRemove(view: AuthenticatorView): void;
  onRemake(view: AuthenticatorView): void;
}

/** "Added … · last used …" */
const Dates = ({ view }: { view: AuthenticatorView }) => {
  const t = useWords('security');
  const when = useWhen();
  const used = view.lastUsedAt;
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {t('row.added', { date: when.date(view.createdAt) })}
      {' · '}
      {used === null ? (
        t('row.neverUsed')
      ) : (
        <span title={when.moment(used)}>{t('row.used', { date: when.ago(used) })}</span>
      )}
    </Typography>
  );
};

export const AuthenticatorRow = ({ view, me, takenNames, busy, onRemove, onRemake }: RowProps) => {
  const t = useWords('security');
  const pencil = useRef<HTMLButtonElement>(null);
  const [renaming, setRenaming] = useState(false);
  const { RowFacts, canBeMadeBetter } = enrollableUi(view.type);
  const account = useAuth('AuthenticatorRow', (state) => state.user?.email ?? null);
  const report = useReport();
  const rename = useRename(view.id);
  const renamed = (name: string | null) => {
    setRenaming(false);
    if (name !== null) report.done(t('rename.done', { name }));
  };
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !renaming) pencil.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);

  return (
    <Box tag="li" aria-busy={busy} data-authenticator={view.id}>
      <Flex gap={4} alignItems="flex-start">
        <RowIcon view={view} />
        {renaming ? (
          <RenameForm name={view.name} takenNames={takenNames} save={rename} onClosed={renamed} />
        ) : (
          <Flex direction="column" alignItems="flex-start" gap={1} flex="1" minWidth={0}>
            <Typography
              fontWeight="bold"
              textColor="neutral800"
              tabIndex={-1}
              translate="no"
              style={{ overflowWrap: 'anywhere' }}
            >
              {view.name}
            </Typography>
            <RowFacts view={view} me={me} account={account} />
            <Dates view={view} />
            <KeyState view={view} />
            {!view.usable && view.unusableReason && !view.shortfall ? (
              <Badge backgroundColor="warning100" textColor="neutral800">
                {t(`row.unusable.${view.unusableReason}`)}
              </Badge>
            ) : null}
            {canBeMadeBetter?.(view, me) ? (
              <Button
                size="S"
                variant="tertiary"
                aria-label={t('row.remakeFor', { name: view.name })}
                onClick={() => onRemake(view)}
              >
                {t('row.remake')}
              </Button>
            ) : null}
          </Flex>
        )}
        {renaming ? null : (
          <Flex gap={1}>
            <IconButton
              ref={pencil}
              variant="ghost"
              label={t('row.rename', { name: view.name })}
              onClick={() => setRenaming(true)}
            >
              <Pencil />
            </IconButton>
            <IconButton
              variant="ghost"
              label={t('row.remove', { name: view.name })}
              disabled={busy}
              onClick={() => onRemove(view)}
            >
              <Trash />
            </IconButton>
          </Flex>
        )}
      </Flex>
    </Box>
  );
};
