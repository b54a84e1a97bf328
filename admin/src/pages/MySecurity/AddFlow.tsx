import { useCallback, useRef, useState } from 'react';

import { Flex, Modal } from '@strapi/design-system';

import {
  type AuthenticatorType,
  type AuthenticatorView,
  type MeView,
  type OwedFirstFactor,
} from '../../../../shared/contracts/types';
import { acknowledgeRecoveryCodes, sessionEnrollment, sessionFirstFactor } from '../../api';
import { AddedLine, FirstFactor, Notice, RecoveryCodesSheet } from '../../components';
import { enrollableUi, type Enrolled, type Refusal } from '../../factors';
import { useWords } from '../../i18n';
import { SheetTitle, useReport } from '../parts';
import { Ready } from './Ready';
import { useRename } from './use-rename';

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

/** Refusals after which the form has nothing left to say. */
const OVER = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED', 'MFA_REAUTHENTICATION_REQUIRED', 'MFA_ENROLLMENT_REQUIRED'];

type Step =
  | { at: 'prove'; proof: OwedFirstFactor }
  | { at: 'enroll' }
  | { at: 'codes'; result: Enrolled; codes: readonly string[] }
  | { at: 'ready'; result: Enrolled };

interface AddedProps {
  result: Enrolled;
  me: MeView;
  onRenamed(name: string): void;
}

const Added = ({ result: { authenticator }, me, onRenamed }: AddedProps) => {
  const rename = useRename(authenticator.id);
  const names = me.authenticators.map(({ name }) => name);
  return <AddedLine name={authenticator.name} takenNames={names} rename={rename} onRenamed={onRenamed} />;
};

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
  const heading = useRef<HTMLHeadingElement>(null);
  const focusTitle = (event: Event): void => {
    event.preventDefault();
    if (!heading.current?.closest('[role="dialog"]')?.contains(document.activeElement)) heading.current?.focus();
  };
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
  const renamed = (name: string) =>
    setStep((now) =>
      'result' in now
        ? { ...now, result: { ...now.result, authenticator: { ...now.result.authenticator, name } } }
        : now
    );
  const hold = (event: Event): void => event.preventDefault();
  // Codes are shown once, so only "Finish" leaves this screen.
  const closable = step.at !== 'codes';
  const title = step.at === 'codes' ? t('codes.sheetFirst') : shared(`enroll.${type}.title`);

  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open || !closable ? undefined : onClosed())}>
      <Modal.Content
        onEscapeKeyDown={hold}
        onPointerDownOutside={hold}
        onInteractOutside={hold}
        // The form's own first field or button takes the focus, not the close button.
        onOpenAutoFocus={focusTitle}
        aria-describedby={undefined}
        style={{ maxWidth: '68rem' }}
      >
        {closable ? (
          <Modal.Header closeLabel={pages('action.close')}>
            <Modal.Title ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
              {title}
            </Modal.Title>
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
              <Added result={step.result} me={me} onRenamed={renamed} />
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
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Added result={step.result} me={me} onRenamed={renamed} />
              <Ready enrolled={step.result} me={me} onAnother={onAnother} onClosed={onClosed} />
            </Flex>
          ) : null}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
