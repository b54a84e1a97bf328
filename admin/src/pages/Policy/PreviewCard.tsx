import { useId, useState } from 'react';

import { Box, Divider, Flex, Loader, TextButton, Typography } from '@strapi/design-system';

import { type PolicyDifference, type PolicyPreview } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Section, useWhen } from '../parts';
import { StandingTable } from './StandingTable';
import { useDifferenceWords } from './use-difference-words';
import { Warnings } from './warnings';

const Who = ({ who, newly }: PolicyDifference) => {
  const t = useWords('policy');
  const when = useWhen();
  const id = useId();
  const [open, setOpen] = useState(false);
  const more = newly.people - who.length;
  if (who.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <TextButton
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {open ? t('difference.hideWho') : t('difference.who')}
      </TextButton>
      {open ? (
        <Flex
          tag="ul"
          id={id}
          direction="column"
          alignItems="stretch"
          gap={2}
          width="100%"
          maxHeight="24rem"
          overflow="auto"
        >
          {who.map(({ id: userId, email, name, superAdmin, deadline }) => (
            <Flex tag="li" key={userId} direction="column" alignItems="flex-start">
              <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {name || email}
              </Typography>
              <Typography variant="pi" textColor="neutral600">
                {[
                  superAdmin ? t('difference.isSuperAdmin') : null,
                  deadline ? t('difference.by', { date: when.date(deadline) }) : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Typography>
            </Flex>
          ))}
          {more > 0 ? (
            <Typography tag="li" variant="pi" textColor="neutral600">
              {t('preview.whoMore', { count: more })}
            </Typography>
          ) : null}
        </Flex>
      ) : null}
    </Flex>
  );
};

const Difference = ({ difference, changed }: { difference: PolicyDifference; changed: boolean }) => {
  const t = useWords('policy');
  const say = useDifferenceWords();
  const { first, more } = say(difference);
  // A saved report goes on counting.
  const lines = changed ? more : difference.reportOnly ? [first] : [];
  return (
    <>
      <Flex role="status" direction="column" alignItems="stretch" gap={1} data-difference={changed}>
        <Typography fontWeight="bold" textColor="neutral800">
          {changed ? first : t('difference.none')}
        </Typography>
        {lines.map((line) => (
          <Typography key={line} textColor="neutral800">
            {line}
          </Typography>
        ))}
      </Flex>
      {changed || difference.reportOnly ? <Who {...difference} /> : null}
      <StandingTable difference={difference} changed={changed} />
    </>
  );
};

interface PreviewCardProps {
  preview: PolicyPreview | undefined;
  busy: boolean;
  failed: boolean;
  /** Whether the form differs from the saved policy. */
  changed: boolean;
  /** Why the last save was refused: the notice above the form says it already. */
  refused: readonly string[];
}

/** The difference to the saved policy, in people, dates, and emails, before anything is saved. */
export const PreviewCard = ({ preview, busy, failed, changed, refused }: PreviewCardProps) => {
  const t = useWords('policy');
  const warnings = preview?.warnings.filter(({ code }) => !refused.includes(code)) ?? [];
  return (
    <Section title={t('preview.title')} hint={t('preview.hint')} busy={busy}>
      <Box minHeight="16rem">
        {failed ? <Typography textColor="neutral600">{t('preview.failed')}</Typography> : null}
        {!preview && !failed ? <Loader small>{t('preview.busy')}</Loader> : null}
        {preview && !failed ? (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Difference difference={preview.difference} changed={changed} />
            {warnings.length > 0 ? <Divider /> : null}
            <Warnings warnings={warnings} />
          </Flex>
        ) : null}
      </Box>
    </Section>
  );
};
