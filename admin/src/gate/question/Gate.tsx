import { useCallback, useEffect, useState, type MutableRefObject } from 'react';

import { Flex, Loader, TextButton, Typography } from '@strapi/design-system';
import { SignOut } from '@strapi/icons';

import type { AuthenticatorType } from '../../../../shared/contracts/types';
import { later } from '../../components/Later';
import { useWords } from '../../i18n';
import { type GateCalls } from './calls';
import type { Question, QuestionEvents } from './question';
import { type PanelApp } from '../panel';
import { landOnMySecurity } from '../notices/panel-router';
import { ChallengeScreen } from '../screens/ChallengeScreen';
import type { WizardStep } from '../screens/EnrollmentWizard';
import { Expiry } from '../screens/Expiry';
import { Frame } from '../screens/Frame';
import { MessageScreens } from '../screens/MessageScreens';
import { PasswordScreen } from '../screens/PasswordScreen';
import { useHead } from './use-head';
import { useGate } from './use-gate';

/** Most questions are answered with a method that exists already. */
const EnrollmentWizard = later(async () => (await import('../screens/EnrollmentWizard')).EnrollmentWizard);

interface GateProps {
  app: PanelApp;
  question: Question;
  events: QuestionEvents;
  calls: GateCalls;
  account: string | null;
  canStartAgain: boolean;
  logOut(): void;
  /** What the Back button currently does. */
  back: MutableRefObject<() => void>;
}

/** A question, from its first screen to its last. */
export const Gate = ({ app, question, events, calls, account, canStartAgain, logOut, back }: GateProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const model = useGate(question, calls, events);
  const [step, setStep] = useState<WizardStep>('choose');
  const [type, setType] = useState<AuthenticatorType | null>(null);
  const { state, act } = model;
  const { screen } = state;
  const signIn = question.kind === 'sign_in';
  const head = useHead(question, state, { step, type }, account);

  // The proof is complete, so Back on the last page continues.
  const over = screen === 'recovered' || (screen === 'enrollment' && step === 'done');
  useEffect(() => {
    back.current = over ? model.finish : events.cancel;
  }, [back, over, model.finish, events]);

  const onExpired = useCallback(() => act({ type: 'expired' }), [act]);
  const goOnToMySecurity = () => {
    model.finish();
    void landOnMySecurity();
  };

  const running = screen === 'challenge' || screen === 'lost' || (screen === 'enrollment' && !over);
  // Codes on the screen stay there to be saved. The server says if it was too late.
  const timed = running && !(screen === 'enrollment' && step !== 'choose' && step !== 'setUp');
  const mayExtend = signIn ? canStartAgain : true;
  const sensitive = question.asked.details.reason === 'sensitive_action';
  const leaves = running || screen === 'password' || screen === 'opening';

  return (
    <Frame app={app} kind={question.kind} title={head.title} subtitle={head.subtitle}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        {timed ? (
          <Expiry
            expiresAt={state.details?.expiresAt}
            onExpired={onExpired}
            moreTime={mayExtend ? model.moreTime : null}
          />
        ) : null}
        {screen === 'opening' ? (
          <Flex justifyContent="center" minHeight="12rem">
            <Loader>{t('opening')}</Loader>
          </Flex>
        ) : null}
        {screen === 'password' ? <PasswordScreen state={state} confirm={model.confirmPassword} /> : null}
        {screen === 'challenge' ? <ChallengeScreen model={model} /> : null}
        {screen === 'enrollment' ? (
          <EnrollmentWizard
            model={model}
            calls={calls}
            account={account}
            step={step}
            setStep={setStep}
            type={type}
            setType={setType}
            addBackup={signIn ? goOnToMySecurity : null}
          />
        ) : null}
        <MessageScreens
          model={model}
          signIn={signIn}
          enrolled={step === 'codes' || step === 'finishing'}
          close={events.cancel}
          logOut={logOut}
          goOnToMySecurity={goOnToMySecurity}
        />
        {leaves ? (
          <Flex justifyContent="center">
            <TextButton type="button" onClick={events.cancel}>
              <Typography textColor="primary600">
                {signIn ? t('frame.otherAccount') : shared('action.cancel')}
              </Typography>
            </TextButton>
          </Flex>
        ) : null}
        {leaves && !signIn && !sensitive ? (
          // Separate from Cancel, because a slip would lose the page.
          <Flex
            justifyContent="flex-end"
            paddingTop={4}
            style={{ borderTop: '1px solid currentColor' }}
            color="neutral200"
          >
            <TextButton type="button" startIcon={<SignOut />} onClick={logOut}>
              <Typography variant="pi" textColor="neutral600">
                {t('frame.logOut')}
              </Typography>
            </TextButton>
          </Flex>
        ) : null}
      </Flex>
    </Frame>
  );
};
