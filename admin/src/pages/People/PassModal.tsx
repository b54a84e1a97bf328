import { useId, useState } from 'react';

import { Button, Flex, Modal, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { File } from '@strapi/icons';

import { type PersonRow } from '../../../../shared/contracts/types';
import { type GivenPass } from '../../api';
import { CopyLine, FieldFrame, RecoveryCodesPaper } from '../../components';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';
import { ActionModal } from './ActionModal';
import { Verify } from './Verify';

export const USUAL_HOURS = 24;
const HOURS = [1, 4, 8, 24, 48, 72];

/** How long a pass is valid. */
export const PassHours = ({ hours, onChange }: { hours: number; onChange(hours: number): void }) => {
  const t = useWords('people');
  const id = useId();
  return (
    <FieldFrame id={id} label={t('pass.hours')}>
      <SingleSelect value={String(hours)} onChange={(value) => onChange(Number(value))}>
        {HOURS.map((each) => (
          <SingleSelectOption key={each} value={String(each)}>
            {t('pass.hours.value', { hours: each })}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </FieldFrame>
  );
};

interface PassModalProps {
  person: PersonRow;
  onGive(reason: string, hours: number): void;
  onClose(): void;
}

/** A pass that lets a person set up their first method. */
export const PassModal = ({ person, onGive, onClose }: PassModalProps) => {
  const t = useWords('people');
  const [hours, setHours] = useState(USUAL_HOURS);
  return (
    <ActionModal
      title={t('pass.title', { name: person.name || person.email })}
      line={t('pass.line')}
      confirm={t('pass.confirm')}
      reasons={['new_colleague', 'new_phone', 'lost_phone', 'other']}
      after={<Verify person={person} />}
      onConfirm={(reason) => onGive(reason, hours)}
      onClose={onClose}
    >
      <PassHours hours={hours} onChange={setHours} />
    </ActionModal>
  );
};

interface PassShownProps {
  person: PersonRow;
  given: GivenPass;
  onClose(): void;
}

/** Shown once, to copy, print, or read out. A click outside doesn't close it. */
export const PassShown = ({ person, given, onClose }: PassShownProps) => {
  const t = useWords('people');
  const pages = useWords('pages');
  const when = useWhen();
  const hold = (event: Event): void => event.preventDefault();
  const until = t('pass.shown.until', { date: when.moment(given.expiresAt) });
  const lines = {
    title: t('pass.shown.title', { name: person.name || person.email }),
    site: window.location.host,
    account: person.email,
    date: until,
    advice: t('pass.shown.advice'),
  };
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content
        onEscapeKeyDown={hold}
        onPointerDownOutside={hold}
        onInteractOutside={hold}
        aria-describedby={undefined}
        style={{ maxWidth: '56rem' }}
      >
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{lines.title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <RecoveryCodesPaper codes={[given.pass]} lines={lines} />
            <Typography tag="p">{t('pass.shown.line')}</Typography>
            <CopyLine large label={t('pass.shown.label')} text={given.pass} />
            <Typography tag="p">{until}</Typography>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button type="button" variant="secondary" startIcon={<File />} onClick={() => window.print()}>
            {t('pass.print')}
          </Button>
          <Button type="button" onClick={onClose}>
            {pages('action.done')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
