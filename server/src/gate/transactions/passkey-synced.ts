import type { Recorder } from '../../audit';
import type { Judged } from '../../factors';
import type { Trx } from '../../platform';
import type { Situation } from '../../policy';

/** Records that a passkey of one device is now synced. Nothing is refused. */
export const recordSynced = async (
  { audit }: { audit: Recorder },
  { user }: Situation,
  { becameSynced, authenticator }: Judged & { ok: true },
  trx: Trx
): Promise<void> => {
  if (!becameSynced || !authenticator) return;
  const { uid: id, name, type: method } = authenticator;
  const target = { id: user.id, email: user.email };
  await audit.append({ type: 'factor.synced', outcome: 'success', target, method, details: { id, name } }, trx);
};
