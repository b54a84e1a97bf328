import { useState } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { type Pattern } from '../../api';
import { useWords } from '../../i18n';
import { Rows, Section, useUrl, When } from '../parts';
import { dayOf, NO_FILTERS } from './use-filters';

/** The days that patterns are looked for in. */
export const PATTERN_DAYS = 7;
const SHOWN = 3;

/** The filters that show the events of a pattern. */
const filtersOf = (pattern: Pattern): Record<string, string | null> => ({
  ...NO_FILTERS,
  from: dayOf(new Date(pattern.firstAt)),
  outcome: pattern.kind === 'new_browser' ? 'success' : 'failure',
  userId: pattern.user ? String(pattern.user.id) : null,
  ip: pattern.kind === 'many_people' ? pattern.ip : null,
});

const usePatternWords = () => {
  const t = useWords('activity');
  return ({ kind, user, ip, count, browser }: Pattern): string => {
    const email = user?.email ?? t('person.deleted');
    if (kind === 'many_failures') return t('patterns.person', { count, email });
    if (kind === 'many_people') return t('patterns.address', { count, ip: ip ?? '–' });
    return t('patterns.browser', { email, browser: browser ?? '–' });
  };
};

/** What a reader should look at first. Hidden if there is nothing. */
export const Patterns = ({ patterns }: { patterns: readonly Pattern[] }) => {
  const t = useWords('activity');
  const say = usePatternWords();
  const url = useUrl();
  const [all, setAll] = useState(false);
  if (patterns.length === 0) return null;
  return (
    <Section title={t('patterns.title')} hint={t('patterns.hint', { days: PATTERN_DAYS })}>
      <Rows>
        {patterns.slice(0, all ? patterns.length : SHOWN).map((pattern) => (
          <Flex
            tag="li"
            key={`${pattern.kind}-${pattern.user?.id ?? ''}-${pattern.ip ?? ''}-${pattern.browser ?? ''}`}
            gap={3}
            data-pattern={pattern.kind}
          >
            <Box aria-hidden>
              <WarningCircle fill={pattern.kind === 'new_browser' ? 'neutral500' : 'warning600'} />
            </Box>
            <Flex direction="column" alignItems="flex-start" flex="1" minWidth={0}>
              <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {say(pattern)}
              </Typography>
              <Typography variant="pi" textColor="neutral600">
                <When iso={pattern.lastAt} />
              </Typography>
            </Flex>
            <Button variant="tertiary" size="S" onClick={() => url.change(filtersOf(pattern))}>
              {t('patterns.show')}
            </Button>
          </Flex>
        ))}
      </Rows>
      {patterns.length > SHOWN && !all ? (
        <Box>
          <Button variant="ghost" size="S" onClick={() => setAll(true)}>
            {t('patterns.all', { count: patterns.length })}
          </Button>
        </Box>
      ) : null}
    </Section>
  );
};
