import type { Recorder } from '../../audit';
import type { Judged } from '../../factors';
import type { Trx } from '../../platform';
import type { Situation } from '../../policy';

/** A passkey that was bound to one device and is synced from now on: nothing is refused, and the trail says so. */
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
