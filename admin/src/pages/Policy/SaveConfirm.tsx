import { Box, Flex, Typography } from '@strapi/design-system';

import { type PolicyView } from '../../../../shared/contracts/types';
import { usePreviewMfaPolicyQuery, type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { Confirm } from '../parts';
import { changesToSay } from './confirm-lines';
import { useChangeWords, type ChangeLine } from './use-change-words';
import { useDifferenceWords } from './use-difference-words';

const Changes = ({ lines }: { lines: readonly ChangeLine[] }) => {
  const t = useWords('policy');
  return (
    <Box
      background="neutral100"
      hasRadius
      padding={4}
      width="100%"
      tabIndex={0}
      role="region"
      aria-label={t('confirm.changes')}
    >
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {lines.map(({ field, from, to }) => (
          <Flex tag="li" key={field} direction="column" alignItems="flex-start" gap={1} data-change>
            <Typography variant="pi" fontWeight="bold" textColor="neutral800">
              {field}
            </Typography>
            <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {t('confirm.change', { from, to })}
            </Typography>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
};

interface SaveConfirmProps {
  before: PolicyView;
  /** The policy to save. Null until the person asks to save it. */
  asked: PolicyFields | null;
  onClose(): void;
  onSave(fields: PolicyFields): Promise<boolean>;
}

/** The confirmation before saving: what happens to people, what it means, and every changed field, old → new. */
export const SaveConfirm = ({ before, asked, onClose, onSave }: SaveConfirmProps) => {
  const t = useWords('policy');
  const difference = useDifferenceWords();
  const changes = useChangeWords();
  const { currentData } = usePreviewMfaPolicyQuery(asked ?? before, { skip: asked === null });
  const said = currentData ? difference(currentData.difference) : null;
  const meanings = asked ? changesToSay(before, asked).map((key) => t(key)) : [];

  return (
    <Confirm
      open={asked !== null}
      title={t('confirm.title')}
      confirm={t('confirm.save')}
      danger={false}
      onConfirm={() => (asked ? void onSave(asked) : undefined)}
      onClose={onClose}
      more={[...(said?.more ?? []), ...meanings]}
      details={asked ? <Changes lines={changes(before, asked)} /> : null}
    >
      {said?.first ?? t('preview.busy')}
    </Confirm>
  );
};
