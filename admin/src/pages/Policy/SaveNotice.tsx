import { useEffect, useRef } from 'react';

import { Box, Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';

import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { useWarningWords } from './warnings';
import { type LockedOut, type SaveRefusal } from './use-save';

const LockOut = ({ lockedOut }: { lockedOut: LockedOut }) => {
  const t = useWords('policy');
  const say = useWarningWords();
  const { reasons, people } = lockedOut;
  return (
    <Notice
      tone="danger"
      title={t('save.lockOut.title')}
      announce="assertive"
      action={
        reasons.includes('author') ? (
          <LinkButton tag={RouterLink} to="/me/security" variant="secondary">
            {t('save.lockOut.setUp')}
          </LinkButton>
        ) : null
      }
    >
      <Flex direction="column" alignItems="flex-start" gap={1}>
        {reasons.map((code) => (
          <Typography key={code}>{say({ code, message: code })}</Typography>
        ))}
        {people.length > 0 ? <Typography fontWeight="bold">{people.join(', ')}</Typography> : null}
      </Flex>
    </Notice>
  );
};

interface SaveNoticeProps {
  refused: SaveRefusal | null;
  onReload(): void;
}

/** Why nothing was saved. Stays visible. */
export const SaveNotice = ({ refused, onReload }: SaveNoticeProps) => {
  const t = useWords('policy');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused) box.current?.scrollIntoView({ block: 'center' });
  }, [refused]);
  if (!refused) return null;
  return (
    <Box ref={box} data-refused={refused.kind}>
      {refused.kind === 'lockOut' ? <LockOut lockedOut={refused.lockedOut} /> : null}
      {refused.kind === 'said' ? (
        <Notice tone="danger" announce="assertive">
          {refused.words}
        </Notice>
      ) : null}
      {refused.kind === 'changed' ? (
        <Notice
          tone="warning"
          announce="assertive"
          title={t('save.changed.title')}
          action={
            <Button type="button" variant="secondary" onClick={onReload}>
              {t('save.changed.load')}
            </Button>
          }
        >
          {t('save.changed.line')}
        </Notice>
      ) : null}
    </Box>
  );
};
