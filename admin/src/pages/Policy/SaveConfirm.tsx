import { type PolicyView } from '../../../../shared/contracts/types';
import { usePreviewMfaPolicyQuery, type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { Confirm } from '../parts';

interface SaveConfirmProps {
  before: PolicyView;
  /** What is to be saved; null while nobody asked. */
  asked: PolicyFields | null;
  onClose(): void;
  onSave(fields: PolicyFields): Promise<boolean>;
}

/** The last look before saving: how many people it touches, and what it takes away. */
export const SaveConfirm = ({ before, asked, onClose, onSave }: SaveConfirmProps) => {
  const t = useWords('policy');
  const { currentData } = usePreviewMfaPolicyQuery(asked ?? before, { skip: asked === null });
  const count = currentData?.users.mustEnroll ?? 0;
  const lines: string[] = [];
  if (asked && before.enabled && !asked.enabled) lines.push(t('confirm.off'));
  if (asked && before.allowedMethods.some((type) => !asked.allowedMethods.includes(type))) {
    lines.push(t('confirm.methods'));
  }
  if (asked?.enabled) lines.push(count > 0 ? t('confirm.enroll', { count }) : t('confirm.nobody'));

  return (
    <Confirm
      open={asked !== null}
      title={t('confirm.title')}
      confirm={t('confirm.save')}
      danger={false}
      onConfirm={() => (asked ? void onSave(asked) : undefined)}
      onClose={onClose}
    >
      {lines.join(' ')}
    </Confirm>
  );
};
