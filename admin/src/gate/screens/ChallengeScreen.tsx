import { useCallback, useState } from 'react';

import { Checkbox, Flex, Typography } from '@strapi/design-system';

import type { Method } from '../../../../shared/contracts/types';
import { Notice } from '../../components';
import { factorUi } from '../../factors';
import { useWords } from '../../i18n';
import type { GateModel } from '../question/use-gate';
import { WaitNotice } from './WaitNotice';
import { HelpLine } from './HelpLine';
import { OtherWays } from './OtherWays';

interface TrustProps {
  days: number;
  checked: boolean;
  onChange(checked: boolean): void;
}

const Trust = ({ days, checked, onChange }: TrustProps) => {
  const t = useWords('challenge');
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Checkbox checked={checked} onCheckedChange={(value) => onChange(value === true)}>
        {t('trust.label', { days })}
      </Checkbox>
      <Typography variant="pi" tag="p" textColor="neutral600">
        {t('trust.hint')}
      </Typography>
    </Flex>
  );
};

/** Why a method that the server offers isn't on this screen, and what to do about it. */
const Blocked = ({ methods }: { methods: readonly Method[] }) => {
  const shared = useWords('shared');
  const found = methods.map((method) => factorUi(method).obstacle()).find((obstacle) => obstacle !== null);
  return found ? <Notice tone="warning">{shared(`unavailable.${found}`)}</Notice> : null;
};

export const ChallengeScreen = ({ model }: { model: GateModel }) => {
  const { state, act, trust, setTrust, panel, submit } = model;
  const t = useWords('challenge');
  const { method, details, locked, offered, blocked, deliveries } = state;
  const onOver = useCallback(() => {
    if (method) act({ type: 'cooled', method });
  }, [act, method]);

  const [given, setGiven] = useState('');
  const elsewhere = (typed: string) => {
    const other = offered.find((one) => one !== method && factorUi(one).recognizes?.(typed));
    if (other === undefined) return null;
    return () => {
      setGiven(typed.trim());
      act({ type: 'chose', method: other });
    };
  };

  if (!details) return null;
  const cools = method !== null && method in locked;
  const days = details.trustBrowserDays;
  const mayTrust = method !== null && days !== null && !factorUi(method).lastResort;
  const Panel = method === null ? null : factorUi(method).Challenge;

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Blocked methods={blocked} />
      {state.askedAnew ? (
        <Notice tone="info" announce="polite">
          {t('askedAnew')}
        </Notice>
      ) : null}
      {cools ? <WaitNotice until={locked[method] ?? null} onOver={onOver} /> : null}
      {Panel && method !== null && !cools ? (
        <Panel
          key={`${method} ${details.transaction ?? ''}`}
          details={details}
          busy={state.busy}
          refusal={state.refusal}
          failures={state.failures}
          submit={submit}
          options={panel.options}
          send={panel.send}
          elsewhere={elsewhere}
          given={given}
          suggestOtherWays={panel.suggestOtherWays}
          delivery={deliveries[method] ?? null}
          onDelivered={(delivery) => act({ type: 'delivered', method, delivery })}
          extra={mayTrust ? <Trust days={days} checked={trust} onChange={setTrust} /> : undefined}
        />
      ) : null}
      <OtherWays
        methods={offered.filter((other) => other !== method)}
        destinations={details.destinations}
        open={state.otherWays}
        setOpen={(open) => act({ type: 'other_ways', open })}
        choose={(chosen) => act({ type: 'chose', method: chosen })}
        lost={() => act({ type: 'lost' })}
      />
      <HelpLine help={state.help} />
    </Flex>
  );
};
