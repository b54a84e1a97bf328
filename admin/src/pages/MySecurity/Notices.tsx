import { type MeView } from '../../../../shared/contracts/types';
import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { AttemptsNotice } from './AttemptsNotice';

/** Permanent notices at the top: someone else has the password, and how this session was confirmed. */
export const Notices = ({ me, onChanged }: { me: MeView; onChanged(): void }) => {
  const t = useWords('security');
  const byRecoveryCode = me.session.method === 'recovery_code';
  return (
    <>
      <AttemptsNotice me={me} onChanged={onChanged} />
      {byRecoveryCode ? (
        <Notice tone="warning" title={t('notice.recovery.title')}>
          {t('notice.recovery.line', { count: me.recoveryCodes.remaining })}
        </Notice>
      ) : null}
    </>
  );
};
