import { useState } from 'react';

import { Box, Checkbox, Field, Flex, TextButton } from '@strapi/design-system';

import { NOTICE_EVENTS } from '../../../../shared/contracts/constants';
import { readRefusal, useSampleMfaNoticeMutation } from '../../api';
import { type WordKey, useWords } from '../../i18n';
import { Rows, Section, useReport } from '../parts';
import { useLock } from './fields';
import { usePolicyForm } from './use-policy-form';

/** Sends a sample to the reader, and says where it went or why it didn't. */
const useSample = () => {
  const t = useWords('policy');
  const report = useReport();
  const [send] = useSampleMfaNoticeMutation();
  const [sending, setSending] = useState<string | null>(null);

  const sample = async (event: string): Promise<void> => {
    setSending(event);
    const answer = await send(event);
    setSending(null);
    if (!('error' in answer)) return report.done(t('notices.sample.sent', { email: answer.data.sentTo }));
    const { code } = readRefusal(answer.error);
    if (code === 'MFA_DELIVERY_FAILED') return report.wrong(t('notices.sample.failed'));
    if (code === 'MFA_TOO_MANY_ATTEMPTS') return report.wrong(t('notices.sample.tooMany'));
    report.failed(answer.error);
  };

  return { sample, sending };
};

/** Which emails are sent, each with a way to see it. An email that only a newer server knows stays unchanged. */
export const NoticesBox = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, disabled: readOnly, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('notices', t('notices.hint'));
  const { sample, sending } = useSample();
  const known = NOTICE_EVENTS.filter((event) => event in values.notices);
  return (
    <Section title={t('notices.title')} hint={hint}>
      <Rows>
        {known.map((event) => {
          const key: WordKey<'policy'> = `notices.${event}`;
          return (
            <Flex tag="li" key={event} gap={4} wrap="wrap" justifyContent="space-between">
              <Box flex="1 1 28rem" minWidth={0}>
                <Field.Root name={`notice-${event}`}>
                  <Checkbox
                    checked={values.notices[event] ?? false}
                    disabled={disabled}
                    onCheckedChange={(checked) => set('notices', { ...values.notices, [event]: checked === true })}
                  >
                    {t(key)}
                  </Checkbox>
                </Field.Root>
              </Box>
              {readOnly ? null : (
                <TextButton
                  type="button"
                  aria-label={t('notices.sample.of', { email: t(key) })}
                  loading={sending === event}
                  disabled={sending !== null}
                  onClick={() => void sample(event)}
                >
                  {t('notices.sample')}
                </TextButton>
              )}
            </Flex>
          );
        })}
      </Rows>
    </Section>
  );
};
