import { Link } from '@strapi/design-system';

import { type MeView } from '../../../../shared/contracts/types';
import { Notice, useHelpText } from '../../components';
import { useWords } from '../../i18n';
import { AttemptsNotice } from './AttemptsNotice';

/**
 * Permanent notices at the top: someone else has the password, how this session was confirmed, and where to get help.
 */
export const Notices = ({ me, onChanged }: { me: MeView; onChanged(): void }) => {
  const t = useWords('security');
  const byRecoveryCode = me.session.method === 'recovery_code';
  const { url } = me.support;
  const text = useHelpText(me.support);
  return (
    <>
      <AttemptsNotice me={me} onChanged={onChanged} />
      {byRecoveryCode ? (
        <Notice tone="warning" title={t('notice.recovery.title')}>
          {t('notice.recovery.line', { count: me.recoveryCodes.remaining })}
        </Notice>
      ) : null}
      {text || url ? (
        <Notice
          title={t('notice.help')}
          action={
            url ? (
              <Link href={url} isExternal>
                {t('notice.help.link')}
              </Link>
            ) : null
          }
        >
          {text || null}
        </Notice>
      ) : null}
    </>
  );
};
