import { Box, Divider, Flex, Loader, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { type PolicyPreview } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';
import { Section } from '../parts';

const COUNTS = ['satisfied', 'mustEnroll', 'inGrace', 'exempt'] as const;

const SAID = [
  'no_method',
  'preferred_not_allowed',
  'author',
  'last_super_admin',
  'everyone',
  'author_in_grace',
  'policy_disabled',
  'without_allowed_method',
  'shut_out',
  'trusted_browsers_ignored',
] as const;

/** A warning in the panel's language. For an unknown one, the server's text is shown. */
export const useWarningWords = () => {
  const t = useWords('policy');
  return ({ code, message }: { code: string; message: string }): string => {
    const known = SAID.find((said) => said === code);
    const key: WordKey<'policy'> | null = known ? `warning.${known}` : null;
    return key === null ? message : t(key);
  };
};

const Counts = ({ users }: { users: PolicyPreview['users'] }) => {
  const t = useWords('policy');
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
      {COUNTS.map((key) => (
        <Flex key={key} justifyContent="space-between" gap={4}>
          <Typography tag="dt" textColor="neutral600">
            {t(`preview.${key}`)}
          </Typography>
          <Typography tag="dd" fontWeight="bold" textColor="neutral800" data-count={key}>
            {users[key]}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};

const SHOWN = 5;

const Who = ({ preview }: { preview: PolicyPreview }) => {
  const t = useWords('policy');
  const people = preview.affected.slice(0, SHOWN);
  const more = preview.users.mustEnroll - people.length;
  if (people.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography variant="sigma" textColor="neutral600">
        {t('preview.who')}
      </Typography>
      {people.map(({ id, email, name }) => (
        <Typography key={id} variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {name || email}
        </Typography>
      ))}
      {more > 0 ? (
        <Typography variant="pi" textColor="neutral600">
          {t('preview.whoMore', { count: more })}
        </Typography>
      ) : null}
    </Flex>
  );
};

interface PreviewCardProps {
  preview: PolicyPreview | undefined;
  busy: boolean;
  failed: boolean;
}

/** Who is already set up, must set up now, is in the grace period, or is exempt, before anything is saved. */
export const PreviewCard = ({ preview, busy, failed }: PreviewCardProps) => {
  const t = useWords('policy');
  const say = useWarningWords();
  const shown = preview?.warnings.filter(({ code }) => !code.endsWith('_unavailable')) ?? [];
  return (
    <Section title={t('preview.title')} hint={t('preview.hint')} busy={busy}>
      <Box role="status" minHeight="18rem">
        {failed ? <Typography textColor="neutral600">{t('preview.failed')}</Typography> : null}
        {!preview && !failed ? <Loader small>{t('preview.busy')}</Loader> : null}
        {preview && !failed ? (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography fontWeight="bold" textColor="neutral800">
              {t('preview.summary', { mustEnroll: preview.users.mustEnroll, total: preview.users.total })}
            </Typography>
            <Counts users={preview.users} />
            <Who preview={preview} />
            {shown.length > 0 ? <Divider /> : null}
            {shown.map((warning) => (
              <Flex key={warning.code} gap={2} alignItems="flex-start">
                <Box paddingTop="2px" aria-hidden>
                  <WarningCircle fill="warning600" width="1.6rem" height="1.6rem" />
                </Box>
                <Typography textColor="neutral800">{say(warning)}</Typography>
              </Flex>
            ))}
          </Flex>
        ) : null}
      </Box>
    </Section>
  );
};
