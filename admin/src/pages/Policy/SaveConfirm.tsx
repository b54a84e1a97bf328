import { type PolicyView } from '../../../../shared/contracts/types';
import { usePreviewMfaPolicyQuery, type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { Confirm } from '../parts';
import { changesToSay } from './confirm-lines';

interface SaveConfirmProps {
  before: PolicyView;
  /** The policy to save. Null until the person asks to save it. */
  asked: PolicyFields | null;
  onClose(): void;
  onSave(fields: PolicyFields): Promise<boolean>;
}

/** The confirmation before saving: how many people are affected, and what they lose. */
export const SaveConfirm = ({ before, asked, onClose, onSave }: SaveConfirmProps) => {
  const t = useWords('policy');
  const { currentData } = usePreviewMfaPolicyQuery(asked ?? before, { skip: asked === null });
  const count = currentData?.users.mustEnroll ?? 0;
  const lines = asked ? changesToSay(before, asked).map((key) => t(key)) : [];
  if (asked?.enabled) lines.push(count > 0 ? t('confirm.enroll', { count }) : t('confirm.nobody'));
  const [first = '', ...more] = lines;

  return (
    <Confirm
      open={asked !== null}
      title={t('confirm.title')}
      confirm={t('confirm.save')}
      danger={false}
      onConfirm={() => (asked ? void onSave(asked) : undefined)}
      onClose={onClose}
      more={more}
    >
      {first}
    </Confirm>
  );
};
