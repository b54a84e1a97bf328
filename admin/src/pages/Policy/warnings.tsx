import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { type PolicyPreview } from '../../../../shared/contracts/types';
import { useWords, type WordKey } from '../../i18n';

const SAID = [
  'no_method',
  'preferred_not_allowed',
  'author',
  'last_super_admin',
  'everyone',
  'author_in_grace',
  'plan_author',
  'plan_super_admins',
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

interface WarningsProps {
  warnings: PolicyPreview['warnings'];
  /** Codes that the page already shows somewhere else. */
  except?: readonly string[];
}

/** Methods that this server can't offer are explained beside the method. */
export const Warnings = ({ warnings, except = [] }: WarningsProps) => {
  const say = useWarningWords();
  return warnings
    .filter(({ code }) => !code.endsWith('_unavailable') && !except.includes(code))
    .map((warning) => (
      <Flex key={warning.code} gap={2} alignItems="flex-start" data-warning={warning.code}>
        <Box paddingTop="2px" aria-hidden>
          <WarningCircle fill="warning600" width="1.6rem" height="1.6rem" />
        </Box>
        <Typography textColor="neutral800">{say(warning)}</Typography>
      </Flex>
    ));
};
