import { Box, Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { usePreferMethodMutation } from '../../api';
import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

/** The method that the login asks for first. Only shown to people with more than one kind. */
export const PreferredMethod = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const shared = useWords('shared');
  const report = useReport();
  const [prefer, { isLoading }] = usePreferMethodMutation();
  // In order of strength. Without a choice, the first one is asked for.
  const kinds = AUTHENTICATOR_TYPES.filter((type) => me.authenticators.some((one) => one.usable && one.type === type));
  if (kinds.length < 2) return null;

  const choose = async (value: string | number) => {
    const preferredMethod = kinds.find((kind) => kind === value);
    if (!preferredMethod) return;
    const answer = await prefer({ preferredMethod });
    if ('error' in answer) return report.failed(answer.error);
    report.done(t('status.preferred.done', { method: shared(`method.${preferredMethod}.name`) }));
  };
  const present: AuthenticatorType | undefined = kinds.find((kind) => kind === me.preferredMethod) ?? kinds[0];

  return (
    <Box width={{ initial: '100%', medium: '40rem' }}>
      <Field.Root name="preferred">
        <FieldLabel>{t('status.preferred')}</FieldLabel>
        <SingleSelect value={present ?? ''} disabled={isLoading} onChange={(value) => void choose(value)}>
          {kinds.map((kind) => (
            <SingleSelectOption key={kind} value={kind}>
              {shared(`method.${kind}.name`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </Box>
  );
};
