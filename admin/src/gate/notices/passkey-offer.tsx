/** Offers or automatically creates a passkey for a person who has just logged in with a password and a code. */
import { useEffect, useRef, useState } from 'react';

import { Button } from '@strapi/design-system';
import { getFetchClient } from '@strapi/strapi/admin';

import type { MeView } from '../../../../shared/contracts/types';
import { answerOf, sessionEnrollment } from '../../api';
import { canKeepPasskeys, createPasskey, createPasskeyQuietly, readCapabilities, type Enrolled } from '../../factors';
import { useWords } from '../../i18n';
import type { PanelApp } from '../panel';
import { PageNotice, showWhileSignedIn } from './page-notices';

/** Hidden for 30 days, in every browser of this person. */
const later = (): void => void answerOf(() => getFetchClient().put('/mfa/me/preferences', { passkeyOffer: 'later' }));

const Made = ({ name, dismiss }: { name: string; dismiss(): void }) => {
  const t = useWords('challenge');
  return (
    <PageNotice tone="success" putAway={t('action.close')} dismiss={dismiss}>
      {t('passkeyOffer.done', { name })}
    </PageNotice>
  );
};

const Offer = ({ me, dismiss }: { me: MeView; dismiss(): void }) => {
  const t = useWords('challenge');
  const [running, setRunning] = useState(false);
  const [failed, setFailed] = useState(false);
  const [made, setMade] = useState<Enrolled | null>(null);
  const wanted = useRef(new AbortController());
  useEffect(() => () => wanted.current.abort(), []);

  const create = async () => {
    setRunning(true);
    setFailed(false);
    const enrolled = await createPasskey(sessionEnrollment(me.authenticators), wanted.current.signal);
    setRunning(false);
    setMade(enrolled);
    setFailed(enrolled === null);
  };
  const putAside = () => {
    later();
    dismiss();
  };

  if (made) return <Made name={made.authenticator.name} dismiss={dismiss} />;
  return (
    <PageNotice
      tone="info"
      title={t('passkeyOffer.title')}
      putAway={t('grace.notNow')}
      dismiss={putAside}
      action={
        <Button type="button" size="S" loading={running} onClick={() => void create()}>
          {t('passkeyOffer.create')}
        </Button>
      }
    >
      {failed ? t('passkeyOffer.failed') : t('passkeyOffer.text')}
    </PageNotice>
  );
};

/** With *offer*, nothing is created automatically. The offer only appears if this device can store a passkey. */
export const meetPasskeyOffer = async (app: PanelApp, me: MeView): Promise<void> => {
  if (typeof window.PublicKeyCredential !== 'function') return;
  if (me.passkeyOffer === 'automatic' && (await readCapabilities()).conditionalCreate) {
    const made = await createPasskeyQuietly(sessionEnrollment(me.authenticators));
    if (made) showWhileSignedIn(app, (dismiss) => <Made name={made.authenticator.name} dismiss={dismiss} />);
    return;
  }
  if (await canKeepPasskeys()) showWhileSignedIn(app, (dismiss) => <Offer me={me} dismiss={dismiss} />);
};
