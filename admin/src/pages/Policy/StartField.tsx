import { Box, DatePicker, Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { ChoiceField } from './choices';
import { firstDay, lastDay, momentOf, pickedFrom } from './days';
import { Labeled, useLock } from './fields';
import { useLevels, type Start } from './use-levels';
import { usePolicyForm } from './use-policy-form';

const STARTS: readonly Start[] = ['now', 'date', 'report'];

const DayField = ({ disabled }: { disabled: boolean }) => {
  const t = useWords('policy');
  const { locale } = useIntl();
  const { errors } = usePolicyForm();
  const { startsAt, setStartsAt } = useLevels();
  return (
    <Box width={{ initial: '100%', medium: '36rem' }}>
      <Labeled name="planned" label={t('starts.day')} hint={t('starts.day.hint')} error={errors.planned}>
        <DatePicker
          locale={locale}
          value={startsAt === null ? undefined : pickedFrom(startsAt)}
          minDate={firstDay()}
          maxDate={lastDay()}
          disabled={disabled}
          aria-label={t('starts.day')}
          calendarLabel={t('starts.day')}
          onChange={(picked) => (picked ? setStartsAt(momentOf(picked)) : undefined)}
        />
      </Labeled>
    </Box>
  );
};

/** When the requirement above applies: right away, from a date on, or never, so that it's only reported. */
export const StartField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values } = usePolicyForm();
  const { start, setStart } = useLevels();
  const { disabled, hint } = useLock({ locked })('planned');
  const stricter = Object.values(values.roles).filter((level) => level !== 'optional').length;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <ChoiceField
        name="starts"
        label={t('starts.label')}
        hint={hint}
        value={start}
        choices={STARTS.map((value) => ({ value, title: t(`starts.${value}`), line: t(`starts.${value}.line`) }))}
        disabled={disabled}
        onChoose={setStart}
      />
      {start === 'date' ? <DayField disabled={disabled} /> : null}
      {start === 'now' ? null : (
        <Notice>
          {t(start === 'date' ? 'starts.inForce' : 'starts.stays', {
            requirement: t(`requirement.${values.requirement}`),
            count: stricter,
          })}
        </Notice>
      )}
    </Flex>
  );
};
