import { useCallback, useState } from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';

import {
  type AuthenticatorType,
  type AuthenticatorView,
  type MeView,
  type OwedFirstFactor,
} from '../../../../shared/contracts/types';
import { acknowledgeRecoveryCodes, sessionEnrollment, sessionFirstFactor } from '../../api';
import { FirstFactor, Notice, RecoveryCodesSheet } from '../../components';
import { enrollableUi, type Enrolled, type Refusal } from '../../factors';
import { useWords } from '../../i18n';
import { SheetTitle, useReport } from '../parts';
import { addable } from './groups';

interface AddFlowProps {
  type: AuthenticatorType;
  me: MeView;
  account: string | null;
  /** The name of the passkey that the new one may replace, on a device that stores one per account. */
  replaces?: string | null;
  /** Something was added, so the page shows it. The flow continues. */
  onAdded(view: AuthenticatorView): void;
  /** The new recovery codes were acknowledged, so the page no longer calls them unsaved. */
  onKept(): void;
  /** Adds another method. */
  onAnother(type: AuthenticatorType): void;
  onClosed(): void;
}

const ANOTHER = {
  webauthn: 'add.backup.webauthn',
  totp: 'add.backup.totp',
  email: 'delivered.add.email',
  sms: 'delivered.add.sms',
} as const;

/** Refusals after which the form has nothing left to say. */
const OVER = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED', 'MFA_REAUTHENTICATION_REQUIRED', 'MFA_ENROLLMENT_REQUIRED'];

type ReadyProps = Pick<AddFlowProps, 'me' | 'onAnother' | 'onClosed'> & { view: AuthenticatorView };

/** Success, how to test it, and the next recommended step. */
const Ready = ({ view, me, onAnother, onClosed }: ReadyProps) => {
  const t = useWords('security');
  const pages = useWords('pages');
  const alone = me.authenticators.every(({ id }) => id === view.id);
  const others = alone ? addable(me).filter(({ lessProtection }) => !lessProtection) : [];
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Flex gap={3} alignItems="center" role="status">
        <CheckCircle aria-hidden fill="success600" width="2.4rem" height="2.4rem" />
        <Typography variant="delta" tag="p">
          {t('add.ready', { name: view.name })}
        </Typography>
      </Flex>
      <Typography tag="p" textColor="neutral600">
        {t('add.test')}
      </Typography>
      {others.length > 0 ? (
        <Notice
          tone="warning"
          title={t('add.backup.title')}
          action={
            <Flex gap={2} wrap="wrap">
              {others.map(({ method }) => (
                <Button key={method} variant="secondary" onClick={() => onAnother(method)}>
                  {t(ANOTHER[method])}
                </Button>
              ))}
            </Flex>
          }
        >
          {t('add.backup.line')}
        </Notice>
      ) : null}
      <Flex justifyContent="flex-end">
        <Button onClick={onClosed}>{pages('action.done')}</Button>
      </Flex>
    </Flex>
  );
};

type Step =
  | { at: 'prove'; proof: OwedFirstFactor }
  | { at: 'enroll' }
  | { at: 'codes'; result: Enrolled; codes: readonly string[] }
  | { at: 'ready'; result: Enrolled };

/** Sets up a method over the page: its own screens, the recovery codes if it's the first, and the next step. */
export const AddFlow = ({ type, me, account, replaces = null, onAdded, onKept, onAnother, onClosed }: AddFlowProps) => {
  const t = useWords('security');
  const pages = useWords('pages');
  const shared = useWords('shared');
  const report = useReport();
  const [step, setStep] = useState<Step>(
    me.firstFactor === null ? { at: 'enroll' } : { at: 'prove', proof: me.firstFactor }
  );
  const { Enroll } = enrollableUi(type);
  const [calls] = useState(() => sessionEnrollment(me.authenticators));

  const enrolled = (result: Enrolled) => {
    onAdded(result.authenticator);
    const codes = result.recoveryCodes ?? [];
    setStep(codes.length > 0 ? { at: 'codes', result, codes } : { at: 'ready', result });
  };
  const refused = useCallback(
    (refusal: Refusal) => {
      if (refusal.code === 'MFA_PASS_REQUIRED')
        return setStep({ at: 'prove', proof: refusal.details.proof === 'email' ? 'email' : 'pass' });
      if (!OVER.some((code) => code === refusal.code)) return;
      report.failed(refusal);
      onClosed();
    },
    [report, onClosed]
  );
  const hold = (event: Event): void => event.preventDefault();
  // Codes are shown once, so only "Finish" leaves this screen.
  const closable = step.at !== 'codes';
  const title = step.at === 'codes' ? t('codes.sheet') : shared(`enroll.${type}.title`);

  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open || !closable ? undefined : onClosed())}>
      <Modal.Content
        onEscapeKeyDown={hold}
        onPointerDownOutside={hold}
        onInteractOutside={hold}
        aria-describedby={undefined}
        style={{ maxWidth: '68rem' }}
      >
        {closable ? (
          <Modal.Header closeLabel={pages('action.close')}>
            <Modal.Title>{title}</Modal.Title>
          </Modal.Header>
        ) : null}
        <Modal.Body>
          {step.at === 'prove' ? (
            <FirstFactor
              proof={step.proof}
              calls={sessionFirstFactor}
              onProved={() => setStep({ at: 'enroll' })}
              onRefused={refused}
            />
          ) : null}
          {step.at === 'enroll' ? (
            <Flex direction="column" alignItems="stretch" gap={4}>
              {replaces === null ? null : <Notice>{t('add.mayReplace', { name: replaces })}</Notice>}
              <Enroll calls={calls} onEnrolled={enrolled} onRefused={refused} />
            </Flex>
          ) : null}
          {step.at === 'codes' ? (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <SheetTitle>{title}</SheetTitle>
              <RecoveryCodesSheet
                codes={step.codes}
                account={account}
                acknowledge={acknowledgeRecoveryCodes}
                onFinished={() => {
                  onKept();
                  setStep({ at: 'ready', result: step.result });
                }}
              />
            </Flex>
          ) : null}
          {step.at === 'ready' ? (
            <Ready view={step.result.authenticator} me={me} onAnother={onAnother} onClosed={onClosed} />
          ) : null}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
