import { useRef, type MutableRefObject } from 'react';

import { Box, Flex, Grid } from '@strapi/design-system';
import { Layouts, useDebounce, useForm } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import { type PolicyView } from '../../../../shared/contracts/types';
import { usePreviewMfaPolicyQuery, type PolicyFields } from '../../api';
import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { FirstMethodBox } from './FirstMethodBox';
import { Group } from './Group';
import { GroupNav } from './GroupNav';
import { HelpBox } from './HelpBox';
import { KeysBox } from './KeysBox';
import { MethodsBox } from './MethodsBox';
import { NoticesBox } from './NoticesBox';
import { AgainBox, AttemptsBox, TrustedBox } from './NumberBoxes';
import { PasskeysBox } from './PasskeysBox';
import { PresetsCard } from './PresetsCard';
import { PreviewCard } from './PreviewCard';
import { ReportCard } from './ReportCard';
import { RolloutCard } from './RolloutCard';
import { SaveNotice } from './SaveNotice';
import { BreakGlassBox, ChecksBox, PolicyId } from './ServerBoxes';
import { SsoBox } from './SsoBox';
import { useGroups } from './use-groups';
import { usePolicyForm } from './use-policy-form';
import { type useSave } from './use-save';
import { faultsOf } from './validate';
import { WhoBox } from './WhoBox';

const PREVIEW_DELAY_MS = 400;

/** Beside the form, and always in view. */
const Beside = styled(Box)`
  ${({ theme }) => theme.breakpoints.medium} {
    position: sticky;
    top: calc(var(--mfa-policy-top, 0px) + 7.2rem);
  }
`;

export interface BodyProps {
  view: PolicyView;
  canUpdate: boolean;
  save: ReturnType<typeof useSave>;
  /** The last visit of a part of the page that was followed by a jump. */
  arrived: MutableRefObject<string | null>;
  onReload(): void;
}

export const PolicyBody = ({ view, canUpdate, save, arrived, onReload }: BodyProps) => {
  const t = useWords('policy');
  const { values } = usePolicyForm();
  const modified = useForm('Policy', (state) => state.modified);
  const judged: PolicyFields = useDebounce(values, PREVIEW_DELAY_MS);
  const invalid = Object.keys(faultsOf(judged, t)).length > 0;
  const preview = usePreviewMfaPolicyQuery(judged, { skip: invalid });
  const locked = view.lockedByConfig;
  const root = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const current = useGroups(root, bar, arrived);
  return (
    <Layouts.Content>
      <Flex ref={root} direction="column" alignItems="stretch" gap={6}>
        <GroupNav ref={bar} current={current} />
        <Grid.Root gap={6}>
          <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch">
            <Flex direction="column" alignItems="stretch" gap={8}>
              {canUpdate ? null : <Notice>{t('page.readOnly')}</Notice>}
              <SaveNotice refused={save.refused} onReload={onReload} />
              <Group name="requirement">
                <PresetsCard locked={locked} />
                <WhoBox locked={locked} />
                <ReportCard view={view} />
                <MethodsBox locked={locked} before={view} warnings={preview.data?.warnings ?? []} />
                <FirstMethodBox locked={locked} />
                <PasskeysBox locked={locked} />
                <KeysBox locked={locked} unproven={null} />
                <SsoBox locked={locked} />
              </Group>
              <Group name="sessions">
                <TrustedBox locked={locked} />
                <AgainBox locked={locked} />
                <AttemptsBox locked={locked} />
              </Group>
              <Group name="help">
                <HelpBox locked={locked} />
                <NoticesBox locked={locked} />
              </Group>
              <Group name="diagnostics">
                <ChecksBox />
                <BreakGlassBox />
                <PolicyId view={view} />
              </Group>
            </Flex>
          </Grid.Item>
          <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
            <Beside>
              <Flex direction="column" alignItems="stretch" gap={6}>
                <PreviewCard
                  preview={preview.currentData ?? preview.data}
                  busy={preview.isFetching}
                  failed={invalid || preview.isError}
                  changed={modified}
                  refused={save.refused?.kind === 'lockOut' ? save.refused.lockedOut.reasons : []}
                />
                {preview.data ? <RolloutCard view={view} /> : null}
              </Flex>
            </Beside>
          </Grid.Item>
        </Grid.Root>
      </Flex>
    </Layouts.Content>
  );
};
