/** Notices above Strapi's pages, which have no place for them. They take no focus, block nothing, and can be closed. */
import type { ReactNode } from 'react';

import { Box, Button, Flex } from '@strapi/design-system';
import { createRoot } from 'react-dom/client';
import { useIntl } from 'react-intl';

import { Notice, type NoticeTone } from '../../components';
import { useWords } from '../../i18n';
import { newestToken, type PanelApp } from '../panel';
import { PanelLook } from '../question/PanelLook';
import type { KeptNotice } from './kept-notice';
import { openMySecurity } from './panel-router';

const DAY_MS = 24 * 3600 * 1000;
const STORE_STEP_MS = 50;

interface PageNoticeProps {
  tone: NoticeTone;
  /** Announced immediately, even if it interrupts. */
  urgent?: boolean;
  title?: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  /** After the close button. */
  more?: ReactNode;
  /** The label of the close button. */
  putAway: string;
  dismiss(): void;
}

export const PageNotice = ({
  tone,
  urgent = false,
  title,
  children,
  action,
  more,
  putAway,
  dismiss,
}: PageNoticeProps) => {
  return (
    <Box shadow="popupShadow" hasRadius background="neutral0" maxWidth="50rem" width="100%">
      <Notice
        tone={tone}
        title={title}
        announce={urgent ? 'assertive' : 'polite'}
        action={
          <Flex gap={2} wrap="wrap">
            {action}
            <Button type="button" size="S" variant="tertiary" onClick={dismiss}>
              {putAway}
            </Button>
            {more}
          </Flex>
        }
      >
        {children}
      </Notice>
    </Box>
  );
};

const GraceNotice = ({ endsAt, dismiss }: { endsAt: string; dismiss(): void }) => {
  const t = useWords('challenge');
  const { formatDate } = useIntl();
  const days = Math.max(0, Math.ceil((Date.parse(endsAt) - Date.now()) / DAY_MS));
  const setUp = () => {
    dismiss();
    openMySecurity();
  };
  return (
    <PageNotice
      tone="warning"
      putAway={t('grace.notNow')}
      dismiss={dismiss}
      action={
        <Button type="button" size="S" onClick={setUp}>
          {t('grace.setUp')}
        </Button>
      }
    >
      {t('grace.text', { date: formatDate(endsAt, { dateStyle: 'long' }), days })}
    </PageNotice>
  );
};

const AttemptsNotice = ({ lastAt, dismiss }: { lastAt: string; dismiss(): void }) => {
  const t = useWords('challenge');
  const { formatDate } = useIntl();
  const seeWhatToDo = () => {
    dismiss();
    openMySecurity();
  };
  return (
    <PageNotice
      tone="warning"
      urgent
      putAway={t('action.close')}
      dismiss={dismiss}
      action={
        <Button type="button" size="S" onClick={seeWhatToDo}>
          {t('attempts.whatToDo')}
        </Button>
      }
    >
      {t('attempts.text', { date: formatDate(lastAt, { dateStyle: 'long', timeStyle: 'short' }) })}
    </PageNotice>
  );
};

const CodesNotice = ({ dismiss }: { dismiss(): void }) => {
  const t = useWords('challenge');
  const makeThem = () => {
    dismiss();
    openMySecurity();
  };
  return (
    <PageNotice
      tone="warning"
      putAway={t('grace.notNow')}
      dismiss={dismiss}
      action={
        <Button type="button" size="S" onClick={makeThem}>
          {t('codesMissing.make')}
        </Button>
      }
    >
      {t('codesMissing.text')}
    </PageNotice>
  );
};

const KeptWords = ({ kind, dismiss }: { kind: KeptNotice; dismiss(): void }) => {
  const t = useWords('challenge');
  return (
    <PageNotice tone={kind === 'passwordSaved' ? 'success' : 'info'} putAway={t('action.close')} dismiss={dismiss}>
      {t(kind)}
    </PageNotice>
  );
};

/** One at a time. A newer one replaces the last. */
let putLastAway: () => void = () => undefined;

const show = (app: PanelApp, draw: (dismiss: () => void) => ReactNode): (() => void) => {
  putLastAway();
  const element = document.createElement('div');
  element.id = 'mfa-notice';
  Object.assign(element.style, {
    display: 'flex',
    insetInline: '0',
    justifyContent: 'center',
    padding: '1.6rem',
    pointerEvents: 'none',
    position: 'fixed',
    top: '0',
    zIndex: '1000',
  });
  const inner = document.createElement('div');
  Object.assign(inner.style, { maxWidth: '100%', pointerEvents: 'auto' });
  element.append(inner);
  document.body.append(element);
  const root = createRoot(inner);
  const dismiss = () => {
    root.unmount();
    element.remove();
  };
  putLastAway = dismiss;
  root.render(
    <PanelLook app={app} areas={['challenge', 'shared']}>
      {draw(dismiss)}
    </PanelLook>
  );
  return dismiss;
};

/** A person's notice disappears when they log out. */
export const showWhileSignedIn = (app: PanelApp, draw: (dismiss: () => void) => ReactNode): void => {
  const dismiss = show(app, draw);
  const stop = app.store?.subscribe(() => {
    if (newestToken(app) !== null) return;
    stop?.();
    dismiss();
  });
};

export const showGraceNotice = (app: PanelApp, endsAt: string): void =>
  showWhileSignedIn(app, (dismiss) => <GraceNotice endsAt={endsAt} dismiss={dismiss} />);

export const showAttemptsNotice = (app: PanelApp, lastAt: string): void =>
  showWhileSignedIn(app, (dismiss) => <AttemptsNotice lastAt={lastAt} dismiss={dismiss} />);

export const showCodesNotice = (app: PanelApp): void =>
  showWhileSignedIn(app, (dismiss) => <CodesNotice dismiss={dismiss} />);

/** After a page load, the panel's store, with its language and theme, may not be ready yet. */
const storeOf = async (app: PanelApp): Promise<void> => {
  while (app.store === null) await new Promise((resolve) => setTimeout(resolve, STORE_STEP_MS));
};

export const showKept = async (app: PanelApp, kind: KeptNotice): Promise<void> => {
  await storeOf(app);
  show(app, (dismiss) => <KeptWords kind={kind} dismiss={dismiss} />);
};
