import { useEffect, useRef, useState, type MutableRefObject } from 'react';

import { Blocker, Form, Page } from '@strapi/strapi/admin';

import { type PolicyView } from '../../../../shared/contracts/types';
import { useGetMfaPolicyQuery, useGetPanelRolesQuery, type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { useReport } from '../parts';
import { PolicyBody } from './PolicyBody';
import { PolicyHeader } from './PolicyHeader';
import { SaveConfirm } from './SaveConfirm';
import { fieldsOf, type FieldErrors } from './use-policy-form';
import { useSave } from './use-save';
import { faultsOf } from './validate';

interface EditorProps {
  view: PolicyView;
  canUpdate: boolean;
  arrived: MutableRefObject<string | null>;
  onReload(): void;
}

const Editor = ({ view, canUpdate, arrived, onReload }: EditorProps) => {
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
      <PolicyHeader view={view} canUpdate={canUpdate} />
      <PolicyBody view={view} canUpdate={canUpdate} save={save} arrived={arrived} onReload={onReload} />
      <SaveConfirm before={view} asked={asked} onClose={() => setAsked(null)} onSave={save.save} />
      <Blocker />
    </Form>
  );
};

/**
 * Whether the names of roles are here, or can't be read. Rows that are named later would move what is below them. It
 * stays true: the page's own lists ask again after a refusal.
 */
const useRolesAsked = (): boolean => {
  const { isLoading } = useGetPanelRolesQuery();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!isLoading) setAsked(true);
  }, [isLoading]);
  return asked;
};

export const PolicyPage = ({ canUpdate }: { canUpdate: boolean }) => {
  const t = useWords('policy');
  const pages = useWords('pages');
  const [round, setRound] = useState(0);
  const arrived = useRef<string | null>(null);
  const { data: view, isError, refetch } = useGetMfaPolicyQuery(undefined, { refetchOnMountOrArgChange: true });
  const named = useRolesAsked();
  const reload = () => void refetch().then(() => setRound(round + 1));

  if (isError && !view) return <Page.Error content={pages('page.failed')} />;
  if (!view || !named) return <Page.Loading />;
  return (
    <Page.Main labelledBy="mfa-policy-title">
      <Page.Title>{t('page.title')}</Page.Title>
      <Editor
        key={`${round}-${view.updatedAt ?? ''}`}
        view={view}
        canUpdate={canUpdate}
        arrived={arrived}
        onReload={reload}
      />
    </Page.Main>
  );
};
