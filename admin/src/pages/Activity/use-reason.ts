import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../../shared/contracts/ids';
import { type AuditEventRow } from '../../../../shared/contracts/types';

/** Here, an administrator wrote the reason. It may look like a code. */
const WRITTEN = ['user.reset', 'user.unlocked', 'user.signed_out', 'user.exempted'];

const CODE = /^[a-z0-9]+(_[a-z0-9]+)*$/i;

const keysOf = (reason: string): string[] => {
  if (reason.endsWith('_of_somebody_above')) return ['events.reason.somebody_above'];
  if (reason.startsWith('purged_')) return ['activity.verify.kind.purged_broken'];
  return [`events.reason.${reason}`, `activity.verify.kind.${reason}`];
};

/** The reason of an event in words. Codes that this version doesn't know lose their underscores. */
export const useReason = () => {
  const { formatMessage, messages } = useIntl();
  return ({ type, reason }: Pick<AuditEventRow, 'type' | 'reason'>): string | null => {
    if (reason === null || reason === '') return null;
    if (WRITTEN.includes(type) || !CODE.test(reason)) return reason;
    const id = keysOf(reason)
      .map((key) => `${PLUGIN_ID}.${key}`)
      .find((key) => key in messages);
    return id ? formatMessage({ id }) : reason.replaceAll('_', ' ');
  };
};
