import { useCallback, useEffect, useRef, useState } from 'react';

import { Box, Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Cross, Download } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';

import { readExport, type Progress as Reached } from '../../api';
import { useWords } from '../../i18n';
import { Progress } from './Progress';
import { useReport } from './use-report';

type State =
  { at: 'idle' } | { at: 'running'; progress: Reached } | { at: 'ready'; href: string; fileName: string; rows: number };

const useLeaveWarning = (on: boolean): void => {
  useEffect(() => {
    if (!on) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [on]);
};

/** Saves the file at once. The card keeps a link for browsers that ask first or refuse. */
const download = (href: string, fileName: string): void => {
  const link = document.createElement('a');
  link.href = href;
  link.download = fileName;
  link.click();
};

/** One export at a time: starts it, shows progress, and keeps the file until it's downloaded or canceled. */
export const useExport = () => {
  const report = useReport();
  const token = useAuth('MfaExport', (state) => state.token);
  const newest = useRef<string | null>(token);
  newest.current = token;
  const running = useRef<AbortController | null>(null);
  const [state, setState] = useState<State>({ at: 'idle' });
  useLeaveWarning(state.at === 'running');

  const href = state.at === 'ready' ? state.href : null;
  useEffect(() => () => (href === null ? undefined : URL.revokeObjectURL(href)), [href]);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (path: string, fileName: string) => {
      const abort = new AbortController();
      running.current = abort;
      let rows = 0;
      const onProgress = (progress: Reached) => {
        rows = progress.rows;
        setState({ at: 'running', progress });
      };
      onProgress({ rows: 0, total: null });
      const answer = await readExport({ path, token: () => newest.current, signal: abort.signal, onProgress });
      if (abort.signal.aborted) return setState({ at: 'idle' });
      if (answer.ok) {
        const href = URL.createObjectURL(answer.data);
        download(href, fileName);
        return setState({ at: 'ready', href, fileName, rows });
      }
      setState({ at: 'idle' });
      report.failed(answer.refusal);
    },
    [report]
  );
  const stop = useCallback(() => {
    running.current?.abort();
    setState({ at: 'idle' });
  }, []);

  return { state, start, stop };
};

/** A card at the bottom of the window, like Strapi's own export: progress, then the file. */
export const ExportCard = ({ job }: { job: ReturnType<typeof useExport> }) => {
  const t = useWords('pages');
  const { state, stop } = job;
  if (state.at === 'idle') return null;
  const running = state.at === 'running' ? state.progress : null;
  return (
    <Box
      role="status"
      position="fixed"
      bottom="2.4rem"
      right="2.4rem"
      width="36rem"
      maxWidth="calc(100vw - 4.8rem)"
      background="neutral0"
      hasRadius
      shadow="popupShadow"
      borderColor="neutral150"
      padding={4}
      zIndex={5}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography fontWeight="bold">{state.at === 'ready' ? t('export.ready') : t('export.preparing')}</Typography>
        {running && running.total !== null ? (
          <Progress value={running.rows} max={Math.max(1, running.total)} label={t('export.preparing')} />
        ) : null}
        {running ? (
          <Typography variant="pi" textColor="neutral600">
            {running.total === null
              ? t('export.rows', { rows: running.rows })
              : t('export.rowsOf', { rows: running.rows, total: running.total })}
          </Typography>
        ) : null}
        <Flex gap={2} justifyContent="flex-end">
          <Button variant="tertiary" size="S" startIcon={<Cross />} onClick={stop}>
            {state.at === 'ready' ? t('action.close') : t('export.cancel')}
          </Button>
          {state.at === 'ready' ? (
            <LinkButton size="S" startIcon={<Download />} href={state.href} download={state.fileName}>
              {t('export.download')}
            </LinkButton>
          ) : null}
        </Flex>
      </Flex>
    </Box>
  );
};
