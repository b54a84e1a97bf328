import { useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { AddedLine, Notice } from '../../components';
import { enrollableUi, type Enrolled } from '../../factors';
import { useWords } from '../../i18n';
import type { GateCalls } from '../question/calls';

interface WizardDoneProps {
  enrolled: Enrolled;
  after: ReturnType<GateCalls['afterwards']>;
  goOn(): void;
  addBackup: (() => void) | null;
}

/** The method is ready: named, tried in place, and a backup suggested. */
export const WizardDone = ({ enrolled, after, goOn, addBackup }: WizardDoneProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const { authenticator, credentialId } = enrolled;
  const { TryIt } = enrollableUi(authenticator.type);
  const [name, setName] = useState(authenticator.name);
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <AddedLine name={name} rename={(wanted) => after.rename(authenticator.id, wanted)} onRenamed={setName} />
      {TryIt ? <TryIt calls={after.trial} credentialId={credentialId} /> : null}
      <Typography tag="p" textColor="neutral600">
        {shared(TryIt ? 'ready.orLogIn' : 'ready.logIn')}
      </Typography>
      <Notice tone="info" title={t('enroll.done.backupTitle')}>
        {t('enroll.done.backup')}
      </Notice>
      <Button type="button" size="L" fullWidth onClick={goOn}>
        {t('enroll.done.go')}
      </Button>
      {addBackup ? (
        <Button type="button" size="L" fullWidth variant="secondary" onClick={addBackup}>
          {t('enroll.done.addBackup')}
        </Button>
      ) : null}
    </Flex>
  );
};
