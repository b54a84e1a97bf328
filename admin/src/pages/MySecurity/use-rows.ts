import { useEffect, useState } from 'react';

import { useNotifyAT } from '@strapi/design-system';

import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { isLost, readMe, useRemoveAuthenticatorMutation } from '../../api';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

const focusRow = (id: string): void =>
  document.querySelector<HTMLElement>(`[data-authenticator="${CSS.escape(id)}"] [tabindex="-1"]`)?.focus();

const focusAdd = (): void => document.querySelector<HTMLElement>('[data-add]')?.focus();

/** The row that gets the focus after a removal: the next of its kind, else the previous one. */
const neighbor = (me: MeView, removed: AuthenticatorView): string | null => {
  const kind = me.authenticators.filter(({ type }) => type === removed.type);
  const index = kind.findIndex(({ id }) => id === removed.id);
  return (kind[index + 1] ?? kind[index - 1])?.id ?? null;
};

/** What became of a removal whose answer was lost. */
const isGone = async (removed: string): Promise<boolean> => {
  const me = await readMe();
  return me.ok && me.data.authenticators.every(({ id }) => id !== removed);
};

/** Removes rows, and moves the focus when rows appear and disappear. */
export const useRows = (me: MeView) => {
  const t = useWords('security');
  const report = useReport();
  const { notifyStatus } = useNotifyAT();
  const [asked, setAsked] = useState<AuthenticatorView | null>(null);
  const [busyId, setBusyId] = useState<string | null>(null);
  const [awaited, setAwaited] = useState<string | null>(null);
  const [send] = useRemoveAuthenticatorMutation();
  const ids = me.authenticators.map(({ id }) => id).join(' ');

  useEffect(() => {
    if (awaited === null || !ids.split(' ').includes(awaited)) return;
    setAwaited(null);
    requestAnimationFrame(() => focusRow(awaited));
  }, [awaited, ids]);

  const remove = async (view: AuthenticatorView) => {
    const next = neighbor(me, view);
    setBusyId(view.id);
    const answer = await send({ id: view.id });
    setBusyId(null);
    if ('error' in answer && !(isLost(answer.error) && (await isGone(view.id)))) return report.failed(answer.error);
    report.done(t('remove.done', { name: view.name }));
    notifyStatus(t('remove.done', { name: view.name }));
    requestAnimationFrame(() => (next === null ? focusAdd() : focusRow(next)));
  };
  /** Call this when a flow that added this row closes. */
  const arrived = (view: AuthenticatorView) => {
    notifyStatus(t('add.ready', { name: view.name }));
    setAwaited(view.id);
  };

  return { asked, setAsked, busyId, remove, arrived };
};
