import { useCallback, useEffect, useMemo, useState } from 'react';

import { Button, Flex, Loader, Typography } from '@strapi/design-system';

import type { AuthenticatorType, OwedFirstFactor } from '../../../../shared/contracts/types';
import { FirstFactor, Notice, RecoveryCodesSheet, Steps, useRefusalWords } from '../../components';
import { enrollableFactors, enrollableUi, type Enrolled, type Refusal } from '../../factors';
import { useWords } from '../../i18n';
import type { GateCalls, Proved } from '../question/calls';
import type { GateModel } from '../question/use-gate';
import { HelpLine } from './HelpLine';
import { MethodCards } from './MethodCards';
import { WizardDone } from './WizardDone';

export type WizardStep = 'choose' | 'setUp' | 'codes' | 'finishing' | 'done';

interface EnrollmentWizardProps {
  model: GateModel;
  calls: GateCalls;
  account: string | null;
  step: WizardStep;
  setStep(step: WizardStep): void;
  /** The method being set up. Null until one was chosen. */
  type: AuthenticatorType | null;
  setType(type: AuthenticatorType): void;
  /** Opens My Security after continuing. */
  addBackup: (() => void) | null;
}

/** An expired transaction gets the same answer from the enrollment routes as a stranger. */
const isOver = ({ status, code }: Refusal): boolean => status === 401 || code === 'MFA_TRANSACTION_EXPIRED';

const indexOf = (step: WizardStep): number => ({ choose: 0, setUp: 1, codes: 2, finishing: 2, done: 2 })[step];

const useWizard = ({ model, calls, setStep, type, setType }: EnrollmentWizardProps) => {
  const { act, transaction, state } = model;
  const allowed = state.details?.methods ?? [];
  const factors = enrollableFactors().filter(({ method }) => allowed.includes(method));
  const possible = factors.filter((factor) => factor.obstacle() === null);
  const first = possible[0]?.method;
  useEffect(() => {
    if (type === null && first !== undefined) setType(first);
  }, [type, first, setType]);
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null);
  const [owed, setOwed] = useState<OwedFirstFactor | null>(state.details?.firstFactor ?? null);
  const [proved, setProved] = useState(false);
  const [completed, setCompleted] = useState<Proved | null>(null);

  const refused = useCallback(
    (refusal: Refusal) => {
      if (isOver(refusal)) act({ type: 'expired' });
      // Checked before anything begins, and again if it changed meanwhile.
      if (refusal.code === 'MFA_PASS_REQUIRED') setOwed(refusal.details.proof === 'email' ? 'email' : 'pass');
    },
    [act]
  );
  const proving = useMemo(() => calls.firstFactor(transaction), [calls, transaction]);
  const enrollment = useMemo(() => calls.enrollment(transaction), [calls, transaction]);

  const complete = async () => {
    setStep('finishing');
    const answer = await calls.complete(transaction);
    if (!answer.ok) return model.refuse(answer.refusal);
    model.keep(answer.data);
    setCompleted(answer.data);
    setStep('done');
  };
  const onEnrolled = (result: Enrolled) => {
    setEnrolled(result);
    if (result.recoveryCodes) setStep('codes');
    else void complete();
  };
  const acknowledge = useCallback(
    async (code: string) => {
      const answer = await calls.acknowledge(transaction, code);
      if (!answer.ok) refused(answer.refusal);
      return answer;
    },
    [calls, transaction, refused]
  );

  return {
    factors,
    possible,
    enrolled,
    completed,
    owed,
    /** Whether a proof comes before the choice of a method. It stays the first step when it's done. */
    provesFirst: owed !== null || proved,
    settle: () => {
      setOwed(null);
      setProved(true);
    },
    proving,
    enrollment,
    refused,
    onEnrolled,
    acknowledge,
    complete,
  };
};

/** Choose, set up, save the codes. No session exists until all of these are done. */
export const EnrollmentWizard = (props: EnrollmentWizardProps) => {
  const { model, account, step, setStep, type, setType, addBackup } = props;
  const t = useWords('challenge');
  const shared = useWords('shared');
  const say = useRefusalWords();
  const wizard = useWizard(props);
  const { enrolled } = wizard;
  const first = wizard.provesFirst ? 'enroll.step.prove' : 'enroll.step.choose';
  const steps = [t(first), t('enroll.step.setUp'), t('enroll.step.codes')];

  useEffect(() => {
    document.querySelector<HTMLElement>('#mfa-gate [data-mfa-title]')?.focus();
  }, [step]);

  if (step === 'done' && enrolled && wizard.completed) {
    return (
      <WizardDone
        enrolled={enrolled}
        after={props.calls.afterwards(wizard.completed)}
        goOn={model.finish}
        addBackup={addBackup}
      />
    );
  }

  if (wizard.owed !== null && (step === 'choose' || step === 'setUp')) {
    return (
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Steps names={steps} current={0} />
        <FirstFactor proof={wizard.owed} calls={wizard.proving} onProved={wizard.settle} onRefused={wizard.refused} />
        <HelpLine help={model.state.help} />
      </Flex>
    );
  }

  const Enroll = type === null ? null : enrollableUi(type).Enroll;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Steps names={steps} current={wizard.provesFirst && step === 'choose' ? 1 : indexOf(step)} />
      {step === 'choose' ? (
        <>
          {wizard.possible.length === 0 ? <Notice tone="warning">{t('enroll.choose.nothing')}</Notice> : null}
          <MethodCards factors={wizard.factors} chosen={type} choose={setType} />
          {type !== null ? (
            <Button type="button" size="L" fullWidth onClick={() => setStep('setUp')}>
              {shared('action.continue')}
            </Button>
          ) : null}
        </>
      ) : null}
      {step === 'setUp' && Enroll ? (
        <>
          <Enroll
            key={model.transaction}
            calls={wizard.enrollment}
            onEnrolled={wizard.onEnrolled}
            onRefused={wizard.refused}
          />
          <Button type="button" variant="tertiary" onClick={() => setStep('choose')}>
            {shared('action.back')}
          </Button>
        </>
      ) : null}
      {step === 'codes' && enrolled?.recoveryCodes ? (
        <RecoveryCodesSheet
          codes={enrolled.recoveryCodes}
          account={account}
          acknowledge={wizard.acknowledge}
          onFinished={() => void wizard.complete()}
        />
      ) : null}
      {step === 'finishing' ? (
        <Flex direction="column" alignItems="center" gap={4}>
          <Loader>{t('enroll.finishing')}</Loader>
          {model.state.refusal ? <Notice tone="warning">{say(model.state.refusal)}</Notice> : null}
          {model.state.refusal ? (
            <Button type="button" onClick={() => void wizard.complete()}>
              {shared('action.tryAgain')}
            </Button>
          ) : null}
        </Flex>
      ) : null}
      {step === 'choose' ? (
        <Typography tag="p" variant="pi" textColor="neutral600" textAlign="center">
          {t('enroll.choose.browsers')}
        </Typography>
      ) : null}
      <HelpLine help={model.state.help} />
    </Flex>
  );
};
