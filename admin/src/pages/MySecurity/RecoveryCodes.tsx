import { useState } from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { LIMITS } from '../../../../shared/contracts/constants';
import { type MeView } from '../../../../shared/contracts/types';
import { acknowledgeRecoveryCodes } from '../../api';
import { Notice, RecoveryCodesSheet } from '../../components';
import { useWords } from '../../i18n';
import { Confirm, Section, SheetTitle, useWhen } from '../parts';
import { nextStepOf } from './next-step';
import { type NewCodes } from './use-recovery-codes';

interface CodesModalProps {
  codes: readonly string[];
  account: string | null;
  onFinished(): void;
}

/** The new codes. There's no close button, because closing would lose them. */
const CodesModal = ({ codes, account, onFinished }: CodesModalProps) => {
  const t = useWords('security');
  const hold = (event: Event): void => event.preventDefault();
  return (
    <Modal.Root open>
      <Modal.Content
        onEscapeKeyDown={hold}
        onPointerDownOutside={hold}
        onInteractOutside={hold}
        aria-describedby={undefined}
        style={{ maxWidth: '56rem' }}
      >
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <SheetTitle>{t('codes.sheet')}</SheetTitle>
            <RecoveryCodesSheet
              codes={codes}
              account={account}
              acknowledge={acknowledgeRecoveryCodes}
              onFinished={onFinished}
            />
          </Flex>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};

interface RecoveryCodesProps {
  me: MeView;
  account: string | null;
  anew: NewCodes;
}

/** How many codes are left, and a button for new ones. Existing codes are never shown again. */
export const RecoveryCodes = ({ me, account, anew }: RecoveryCodesProps) => {
  const t = useWords('security');
  const when = useWhen();
  const [asking, setAsking] = useState(false);
  const { busy, codes, make, finish } = anew;
  const { remaining, total, generatedAt, acknowledged } = me.recoveryCodes;
  const none = generatedAt === null;
  const unsaved = !none && !acknowledged && codes === null;

  // The top of the page has the same button while it's the next step.
  const isNext = ['codes', 'fewCodes'].includes(nextStepOf(me)?.kind ?? '');
  const action =
    me.enrolled && !isNext ? (
      <Button
        variant="secondary"
        startIcon={<ArrowClockwise />}
        loading={busy}
        data-action="make-codes"
        onClick={() => (none || unsaved ? make() : setAsking(true))}
      >
        {t(none ? 'codes.make' : 'codes.renew')}
      </Button>
    ) : null;

  return (
    <Section
      title={t('codes.title')}
      hint={t(none ? (me.enrolled ? 'codes.none' : 'codes.first') : 'codes.hint')}
      action={action}
    >
      {unsaved && me.enrolled ? (
        <Notice tone="warning" title={t('codes.unsaved.title')}>
          {t('codes.unsaved.line')}
        </Notice>
      ) : null}
      {none || unsaved ? null : (
        <Typography>
          <Typography tag="span" fontWeight="bold">
            {t('codes.left', { remaining, total })}
          </Typography>
          <Typography tag="span" textColor="neutral600">
            {' · '}
            {t('codes.made', { date: when.date(generatedAt) })}
          </Typography>
        </Typography>
      )}
      {!none && !unsaved && me.enrolled && remaining <= LIMITS.recoveryCodesLow ? (
        <Notice tone="warning">{t('codes.low', { count: remaining })}</Notice>
      ) : null}
      <Confirm
        open={asking}
        title={t('codes.renew.title')}
        confirm={t('codes.renew.confirm')}
        danger={false}
        onConfirm={make}
        onClose={() => setAsking(false)}
      >
        {t('codes.renew.line')}
      </Confirm>
      {codes ? <CodesModal codes={codes} account={account} onFinished={finish} /> : null}
    </Section>
  );
};
