import { useState } from 'react';

import { Flex } from '@strapi/design-system';
import { Layouts, Page, useAuth } from '@strapi/strapi/admin';

import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { useGetMfaMeQuery } from '../../api';
import { GuideLink } from '../../components';
import { useWords } from '../../i18n';
import { Confirm } from '../parts';
import { AddFlow } from './AddFlow';
import { AuthenticatorGroup } from './AuthenticatorGroup';
import { Devices } from './Devices';
import { GROUPS } from './groups';
import { LostDevice } from './LostDevice';
import { Notices } from './Notices';
import { OtherMethods } from './OtherMethods';
import { RecentActivity } from './RecentActivity';
import { RecoveryCodes } from './RecoveryCodes';
import { useSignals } from './signals';
import { StatusCard } from './StatusCard';
import { TrustedBrowsers } from './TrustedBrowsers';
import { useAddFromAddress } from './use-add-from-address';
import { useAdding } from './use-adding';
import { useRecoveryCodes } from './use-recovery-codes';
import { useRows } from './use-rows';

interface ContentProps {
  me: MeView;
  account: string | null;
  refetch(): void;
}

const Content = ({ me, account, refetch }: ContentProps) => {
  const t = useWords('security');
  const rows = useRows(me);
  const anew = useRecoveryCodes(refetch);
  const { asking, adding, begin, next, end } = useAdding();
  useAddFromAddress(me, begin);
  const [added, setAdded] = useState<AuthenticatorView | null>(null);
  const last = me.authenticators.length === 1;
  const remake = (view: AuthenticatorView) => begin(view.type, view);
  const closeFlow = () => {
    end();
    if (added) rows.arrived(added);
    setAdded(null);
  };
  const arrive = (view: AuthenticatorView) => {
    setAdded(view);
    refetch();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Notices me={me} onChanged={refetch} />
      <StatusCard me={me} asking={asking} anew={anew} onAdd={begin} onRemake={remake} />
      {GROUPS.map(({ key, types }) => (
        <AuthenticatorGroup
          key={key}
          group={key}
          types={types}
          me={me}
          busyId={rows.busyId}
          asking={asking}
          onAdd={begin}
          onRemove={rows.setAsked}
          onRemake={remake}
        />
      ))}
      <OtherMethods me={me} asking={asking} onAdd={begin} />
      <RecoveryCodes me={me} account={account} anew={anew} />
      <TrustedBrowsers me={me} />
      <Devices me={me} />
      {/* Requested again when a method was added or removed, because people check here right then whether it worked. */}
      <RecentActivity key={me.authenticators.length} hasCodes={me.enrolled} onChanged={refetch} />
      <LostDevice me={me} />
      {adding ? (
        <AddFlow
          key={adding.type}
          type={adding.type}
          me={me}
          account={account}
          replaces={adding.replaces?.name ?? null}
          onAdded={arrive}
          onKept={refetch}
          onAnother={next}
          onClosed={closeFlow}
        />
      ) : null}
      <Confirm
        open={rows.asked !== null}
        title={t('remove.title', { name: rows.asked?.name ?? '' })}
        confirm={t('remove.confirm')}
        onConfirm={() => (rows.asked ? void rows.remove(rows.asked) : undefined)}
        onClose={() => rows.setAsked(null)}
      >
        {t(last ? 'remove.lastLine' : 'remove.line')}
      </Confirm>
    </Flex>
  );
};

export const MySecurityPage = () => {
  const t = useWords('security');
  const pages = useWords('pages');
  const user = useAuth('MySecurity', (state) => state.user);
  const [openedAt] = useState(() => Date.now());
  const {
    data: me,
    isError,
    isFetching,
    refetch,
    fulfilledTimeStamp,
  } = useGetMfaMeQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  const isFresh = !isError && !isFetching && (fulfilledTimeStamp ?? 0) >= openedAt;
  const account = user?.email ?? null;
  const name = [user?.firstname, user?.lastname].filter(Boolean).join(' ');
  useSignals(
    me,
    isFresh ? (fulfilledTimeStamp ?? null) : null,
    account === null ? null : { email: account, name: name || account }
  );

  if (isError && !me) return <Page.Error content={pages('page.failed')} />;
  if (!me) return <Page.Loading />;
  return (
    <Page.Main labelledBy="mfa-my-security-title">
      <Page.Title>{t('page.title')}</Page.Title>
      <Layouts.Header
        id="mfa-my-security-title"
        title={t('page.title')}
        subtitle={t('page.subtitle')}
        primaryAction={<GuideLink />}
      />
      <Layouts.Content>
        <Content me={me} account={account} refetch={() => void refetch()} />
      </Layouts.Content>
    </Page.Main>
  );
};
