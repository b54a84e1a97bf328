import { useState } from 'react';

import { Badge, Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { ArrowClockwise, CheckCircle, ChevronDown, ChevronUp, WarningCircle } from '@strapi/icons';

import { CHECK_IDS } from '../../../../shared/contracts/findings';
import { type PolicyView } from '../../../../shared/contracts/types';
import { useGetMfaDiagnosticsQuery, type SentCheck } from '../../api';
import { CopyLine } from '../../components';
import { useWords } from '../../i18n';
import { PartFailed, Rows, Section } from '../parts';
import { linesOf } from './finding-lines';

const LOOKS = {
  ok: { Icon: CheckCircle, fill: 'success600', background: 'success100' },
  warning: { Icon: WarningCircle, fill: 'warning600', background: 'warning100' },
  error: { Icon: WarningCircle, fill: 'danger600', background: 'danger100' },
} as const;

const ORDER = ['error', 'warning', 'ok'] as const;

const CheckRow = ({ check }: { check: SentCheck }) => {
  const t = useWords('policy');
  const shared = useWords('shared');
  const { Icon, fill, background } = LOOKS[check.status];
  const known = CHECK_IDS.find((id) => id === check.id);
  return (
    <Flex tag="li" gap={3} alignItems="flex-start" data-check={check.id}>
      <Flex aria-hidden paddingTop="2px" shrink={0}>
        <Icon fill={fill} width="1.6rem" height="1.6rem" />
      </Flex>
      <Flex direction="column" alignItems="flex-start" gap={1} flex="1" minWidth={0}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight="bold" textColor="neutral800">
            {known ? t(`check.${known}`) : check.id}
          </Typography>
          <Badge backgroundColor={background} textColor="neutral800">
            {t(`checks.${check.status}`)}
          </Badge>
        </Flex>
        {linesOf(check, { policy: t, shared }).map((line) => (
          <Typography key={line} tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
            {line}
          </Typography>
        ))}
      </Flex>
    </Flex>
  );
};

interface SummaryProps {
  checks: readonly SentCheck[];
  open: boolean;
  onToggle(): void;
}

/** The result in one line, which opens the list. */
const Summary = ({ checks, open, onToggle }: SummaryProps) => {
  const t = useWords('policy');
  const worst = ORDER.find((status) => checks.some((check) => check.status === status)) ?? 'ok';
  const { Icon, fill } = LOOKS[worst];
  const count = checks.filter(({ status }) => status !== 'ok').length;
  return (
    <Flex gap={3} wrap="wrap" justifyContent="space-between" data-checks={worst}>
      <Flex gap={3} flex="1 1 20rem" minWidth={0} role="status">
        <Flex aria-hidden shrink={0}>
          <Icon fill={fill} width="1.6rem" height="1.6rem" />
        </Flex>
        <Typography fontWeight="bold" textColor="neutral800">
          {count === 0
            ? t('checks.allOk', { count: checks.length })
            : t('checks.some', { count, total: checks.length })}
        </Typography>
      </Flex>
      <TextButton
        type="button"
        aria-expanded={open}
        endIcon={open ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
        onClick={onToggle}
      >
        {open ? t('checks.hide') : t('checks.show')}
      </TextButton>
    </Flex>
  );
};

/**
 * Whether this server can do what the policy requires: keys, address, email, clock, other plugins. One line while all is
 * well. Otherwise, the list opens itself.
 */
export const ChecksBox = () => {
  const t = useWords('policy');
  const [wanted, setWanted] = useState<boolean | null>(null);
  const {
    data = [],
    isError,
    isFetching,
    refetch,
  } = useGetMfaDiagnosticsQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  const sorted = [...data].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const open = wanted ?? data.some(({ status }) => status !== 'ok');
  return (
    <Section
      title={t('checks.title')}
      hint={t('checks.hint')}
      busy={isFetching}
      action={
        <Button
          type="button"
          variant="tertiary"
          size="S"
          startIcon={<ArrowClockwise />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {t('checks.run')}
        </Button>
      }
    >
      {isError ? <PartFailed onRetry={() => void refetch()} /> : null}
      {data.length > 0 ? <Summary checks={data} open={open} onToggle={() => setWanted(!open)} /> : null}
      {open ? (
        <Rows>
          {sorted.map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </Rows>
      ) : null}
    </Section>
  );
};

/** How to restore access from the server. */
export const BreakGlassBox = () => {
  const t = useWords('policy');
  return (
    <Section title={t('breakGlass.title')} hint={t('breakGlass.line')}>
      <CopyLine label={t('breakGlass.reset')} text="npx strapi-mfa reset person@example.com" />
      <CopyLine label={t('breakGlass.disable')} text="npx strapi-mfa policy disable" />
    </Section>
  );
};

/** What developers call the policy. */
export const PolicyId = ({ view }: { view: PolicyView }) => {
  const t = useWords('policy');
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {t('page.id', { name: view.name, id: view.id })}
    </Typography>
  );
};
