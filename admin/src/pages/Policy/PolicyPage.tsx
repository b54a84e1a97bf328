import { useState } from 'react';

import { Button, Flex, Grid, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, Page, useDebounce, useForm } from '@strapi/strapi/admin';

import { type PolicyView } from '../../../../shared/contracts/types';
import { useGetMfaPolicyQuery, usePreviewMfaPolicyQuery, type PolicyFields } from '../../api';
import { GuideLink, Notice } from '../../components';
import { useWords } from '../../i18n';
import { useReport, useWhen } from '../parts';
import { FirstMethodBox } from './FirstMethodBox';
import { KeysBox } from './KeysBox';
import { MethodsBox } from './MethodsBox';
import { AgainBox, AttemptsBox, TrustedBox } from './NumberBoxes';
import { PasskeysBox } from './PasskeysBox';
import { PreviewCard } from './PreviewCard';
import { SaveConfirm } from './SaveConfirm';
import { SaveNotice } from './SaveNotice';
import { BreakGlassBox, ChecksBox } from './ServerBoxes';
import { fieldsOf, usePolicyForm, type FieldErrors } from './use-policy-form';
import { useSave } from './use-save';
import { faultsOf } from './validate';
import { WhoBox } from './WhoBox';
import { HelpBox, NoticesBox, SsoBox } from './WordBoxes';

const PREVIEW_DELAY_MS = 400;

const Header = ({ view, canUpdate }: { view: PolicyView; canUpdate: boolean }) => {
  const t = useWords('policy');
  const modified = useForm('Policy', (state) => state.modified);
  const isSubmitting = useForm('Policy', (state) => state.isSubmitting);
  return (
    <Layouts.Header
      id="mfa-policy-title"
      title={t('page.title')}
      subtitle={
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography variant="epsilon" textColor="neutral600" tag="p">
            {t('page.subtitle')}
          </Typography>
          <Version view={view} />
          <GuideLink />
        </Flex>
      }
      primaryAction={
        canUpdate ? (
          <Button type="submit" size="S" startIcon={<Check />} disabled={!modified} loading={isSubmitting}>
            {t('save.button')}
          </Button>
        ) : null
      }
    />
  );
};

/** The policy's source and its last change, which auditors ask for first. */
const Version = ({ view }: { view: PolicyView }) => {
  const t = useWords('policy');
  const when = useWhen();
  const changed = view.updatedAt
    ? t('page.changed', { date: when.moment(view.updatedAt), email: view.updatedBy?.email ?? '–' })
    : t('page.never');
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {t('page.id', { name: view.name, id: view.id })}. {changed}
    </Typography>
  );
};

interface BodyProps {
  view: PolicyView;
  canUpdate: boolean;
  save: ReturnType<typeof useSave>;
  onReload(): void;
}

const Body = ({ view, canUpdate, save, onReload }: BodyProps) => {
  const t = useWords('policy');
  const { values } = usePolicyForm();
  const judged: PolicyFields = useDebounce(values, PREVIEW_DELAY_MS);
  const invalid = Object.keys(faultsOf(judged, t)).length > 0;
  const preview = usePreviewMfaPolicyQuery(judged, { skip: invalid });
  const locked = view.lockedByConfig;
  return (
    <Layouts.Content>
      <Grid.Root gap={6}>
        <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch">
          <Flex direction="column" alignItems="stretch" gap={6}>
            {canUpdate ? null : <Notice>{t('page.readOnly')}</Notice>}
            <SaveNotice refused={save.refused} onReload={onReload} />
            <WhoBox locked={locked} />
            <MethodsBox locked={locked} before={view} warnings={preview.data?.warnings ?? []} />
            <FirstMethodBox locked={locked} />
            <PasskeysBox locked={locked} />
            <KeysBox locked={locked} unproven={null} />
            <TrustedBox locked={locked} />
            <AgainBox locked={locked} />
            <AttemptsBox locked={locked} />
            <SsoBox locked={locked} />
            <HelpBox locked={locked} />
            <NoticesBox locked={locked} />
          </Flex>
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
          <Flex
            direction="column"
            alignItems="stretch"
            gap={6}
            position={{ initial: 'static', medium: 'sticky' }}
            top="8.8rem"
          >
            <PreviewCard
              preview={preview.currentData ?? preview.data}
              busy={preview.isFetching}
              failed={invalid || preview.isError}
            />
            <ChecksBox />
            <BreakGlassBox />
          </Flex>
        </Grid.Item>
      </Grid.Root>
    </Layouts.Content>
  );
};

interface EditorProps {
  view: PolicyView;
  canUpdate: boolean;
  onReload(): void;
}

const Editor = ({ view, canUpdate, onReload }: EditorProps) => {
  const t = useWords('policy');
  const report = useReport();
  const save = useSave(view);
  const [asked, setAsked] = useState<PolicyFields | null>(null);
  const submit = (values: PolicyFields, { setErrors }: { setErrors(errors: FieldErrors): void }) => {
    const errors = faultsOf(values, t);
    setErrors(errors);
    const [first] = Object.keys(errors);
    if (first === undefined) return setAsked(values);
    report.wrong(t('save.invalid'));
    document.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };

  return (
    <Form<PolicyFields>
      method="PUT"
      initialValues={fieldsOf(view)}
      disabled={!canUpdate}
      onSubmit={(values, helpers) => submit(values, { setErrors: (errors) => helpers.setErrors(errors) })}
    >
      <Header view={view} canUpdate={canUpdate} />
      <Body view={view} canUpdate={canUpdate} save={save} onReload={onReload} />
      <SaveConfirm before={view} asked={asked} onClose={() => setAsked(null)} onSave={save.save} />
      <Blocker />
    </Form>
  );
};

export const PolicyPage = ({ canUpdate }: { canUpdate: boolean }) => {
  const t = useWords('policy');
  const pages = useWords('pages');
  const [round, setRound] = useState(0);
  const { data: view, isError, refetch } = useGetMfaPolicyQuery(undefined, { refetchOnMountOrArgChange: true });
  const reload = () => void refetch().then(() => setRound(round + 1));

  if (isError && !view) return <Page.Error content={pages('page.failed')} />;
  if (!view) return <Page.Loading />;
  return (
    <Page.Main labelledBy="mfa-policy-title">
      <Page.Title>{t('page.title')}</Page.Title>
      <Editor key={`${round}-${view.updatedAt ?? ''}`} view={view} canUpdate={canUpdate} onReload={reload} />
    </Page.Main>
  );
};
