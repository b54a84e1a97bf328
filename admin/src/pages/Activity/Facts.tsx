import { type ReactNode } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { FactList } from '../parts';
import { type Names, type Party, useParties } from './use-sentence';
import { useReason } from './use-reason';
import { useBrowserWords } from './use-where';

/** Not the design system's editor, which has no name for screen readers, and colors that are hard to read. */
const Json = styled.pre`
  background: ${({ theme }) => theme.colors.neutral100};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: 1.3rem;
  line-height: 1.5;
  overflow-wrap: anywhere;
  padding: 1.6rem;
  white-space: pre-wrap;
`;

/** A name never stands alone, because people choose theirs. */
const partyWords = ({ label, email }: Party): ReactNode =>
  email !== null && email !== label ? (
    <>
      <bdi>{label}</bdi> · <bdi>{email}</bdi>
    </>
  ) : (
    <bdi>{label}</bdi>
  );

/** What people ask about an event. */
export const Facts = ({ row, names }: { row: AuditEventRow; names: Names }) => {
  const t = useWords('activity');
  const shared = useWords('shared');
  const { formatDate } = useIntl();
  const { person, actor, byOther } = useParties(names)(row);
  const reason = useReason()(row);
  const browser = useBrowserWords()(row.userAgent);
  return (
    <FactList
      facts={[
        [t('details.at'), formatDate(row.at, { dateStyle: 'long', timeStyle: 'long' })],
        [t('details.person'), person.label === actor.label && byOther ? null : partyWords(person)],
        [t('details.actor'), byOther ? partyWords(actor) : null],
        [t('details.reason'), reason],
        [t('details.method'), row.method ? shared(`method.${row.method}.name`) : null],
        [t('details.browser'), browser],
        [t('details.ip'), row.ip],
      ]}
    />
  );
};

/** What only an investigation needs: names of the log, and all that was recorded. */
export const TechnicalFacts = ({ row }: { row: AuditEventRow }) => {
  const t = useWords('activity');
  return (
    <details>
      <Typography tag="summary" fontWeight="bold" textColor="neutral800" style={{ cursor: 'pointer' }}>
        {t('details.technical')}
      </Typography>
      <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
        <FactList
          facts={[
            [t('details.number'), String(row.seq)],
            [t('details.type'), row.type],
            [t('details.reasonCode'), row.reason],
            [t('details.session'), row.session],
            [t('details.userAgent'), row.userAgent],
          ]}
        />
        {Object.keys(row.details).length > 0 ? (
          <Flex direction="column" alignItems="stretch" gap={2}>
            <Typography variant="sigma" textColor="neutral600">
              {t('details.more')}
            </Typography>
            <Json>{JSON.stringify(row.details, null, 2)}</Json>
          </Flex>
        ) : null}
      </Flex>
    </details>
  );
};
