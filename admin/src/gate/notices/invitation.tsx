/** Invites a person without a method, whom the policy leaves the choice, to add a passkey. Once in 30 days. */
import { Button } from '@strapi/design-system';
import { getFetchClient } from '@strapi/strapi/admin';

import { answerOf } from '../../api';
import { canKeepPasskeys } from '../../factors';
import { useWords } from '../../i18n';
import type { PanelApp } from '../panel';
import { PageNotice, showWhileSignedIn } from './page-notices';
import { openMySecurity } from './panel-router';

/** Applies to every browser of this person. */
const remember = (invitation: 'later' | 'never'): void =>
  void answerOf(() => getFetchClient().put('/mfa/me/preferences', { invitation }));

const Invitation = ({ dismiss }: { dismiss(): void }) => {
  const t = useWords('challenge');
  const add = () => {
    dismiss();
    openMySecurity('?add=webauthn');
  };
  const never = () => {
    remember('never');
    dismiss();
  };
  return (
    <PageNotice
      tone="info"
      title={t('invitation.title')}
      putAway={t('grace.notNow')}
      dismiss={dismiss}
      action={
        <Button type="button" size="S" onClick={add}>
          {t('invitation.add')}
        </Button>
      }
      more={
        <Button type="button" size="S" variant="tertiary" onClick={never}>
          {t('invitation.never')}
        </Button>
      }
    >
      {t('invitation.text')}
    </PageNotice>
  );
};

/** Only where it can be accepted on the spot. It counts as shown when it's shown, whatever the person does with it. */
export const meetInvitation = async (app: PanelApp): Promise<void> => {
  if (typeof window.PublicKeyCredential !== 'function' || !(await canKeepPasskeys())) return;
  remember('later');
  showWhileSignedIn(app, (dismiss) => <Invitation dismiss={dismiss} />);
};
