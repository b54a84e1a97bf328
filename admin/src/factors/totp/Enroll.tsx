import { useCallback, useEffect, useRef, useState } from 'react';

import { Button, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { CodeField, CopyLine, Notice, QrPanel, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps, Refusal } from '../factor-ui';
import { minutesOff } from './clock';

interface Offer {
  secret: string;
  otpauthUri: string;
  qrCode: string;
  serverTime: string;
  /** An earlier key was shown a moment ago on a page that's gone, so its entry may be on the phone. */
  begunBefore: boolean;
}

const grouped = (secret: string): string =>
  secret
    .replace(/\s/g, '')
    .match(/.{1,4}/g)
    ?.join(' ') ?? secret;

/** Requests a setup key once, and another one on demand. The old one then stops working. */
const useOffer = ({ calls, onRefused }: EnrollProps) => {
  const [offer, setOffer] = useState<(Offer & { clockOff: number | null }) | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const asked = useRef(false);

  const begin = useCallback(async () => {
    setOffer(null);
    setRefusal(null);
    const answer = await calls.begin<Offer>('totp', {});
    if (answer.ok) return setOffer({ ...answer.data, clockOff: minutesOff(answer.data.serverTime, Date.now()) });
    setRefusal(answer.refusal);
    onRefused?.(answer.refusal);
  }, [calls, onRefused]);

  useEffect(() => {
    // One `begin` per visit, because another one would invalidate the key on the screen.
    if (asked.current) return;
    asked.current = true;
    void begin();
  }, [begin]);

  return { offer, refusal, begin };
};

/** The QR code next to the instructions, or above them if there's no room. */
const Columns = styled.div`
  align-items: start;
  display: grid;
  gap: 2.4rem;
  justify-items: center;

  @media (min-width: 768px) {
    grid-template-columns: auto minmax(0, 1fr);
    justify-items: stretch;
  }
`;

const Disclosure = styled.details`
  summary {
    color: ${({ theme }) => theme.colors.primary600};
    cursor: pointer;
    font-size: 1.4rem;
    padding-block: 0.4rem;
  }
`;

/** For people who can't scan: the same key to type or open, and a new one. */
const OtherWay = ({ offer, onStartOver }: { offer: Offer; onStartOver(): void }) => {
  const t = useWords('shared');
  return (
    <Disclosure>
      <summary>{t('enroll.totp.cantScan')}</summary>
      <Flex direction="column" alignItems="stretch" gap={3} paddingTop={2}>
        <CopyLine
          label={t('enroll.totp.keyLabel')}
          text={grouped(offer.secret)}
          value={offer.secret}
          action={t('enroll.totp.copyKey')}
        />
        <Link href={offer.otpauthUri}>{t('enroll.totp.open')}</Link>
        <Flex gap={3} wrap="wrap" alignItems="center">
          <Button type="button" variant="tertiary" onClick={onStartOver}>
            {t('enroll.totp.startOver')}
          </Button>
          <Typography variant="pi" textColor="neutral600">
            {t('enroll.totp.startOverHint')}
          </Typography>
        </Flex>
      </Flex>
    </Disclosure>
  );
};

export const Enroll = (props: EnrollProps) => {
  const { calls, onEnrolled, onRefused } = props;
  const t = useWords('shared');
  const say = useRefusalWords();
  const { offer, refusal, begin } = useOffer(props);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const [error, setError] = useState<string | null>(null);

  const finish = async (code: string) => {
    setBusy(true);
    setError(null);
    // The method's name in the panel, because the server only knows English. People can change it afterwards.
    const answer = await calls.finish('totp', { code, name: t('method.totp.name') });
    setBusy(false);
    if (answer.ok) return onEnrolled(answer.data);
    setFailures((count) => count + 1);
    setError(answer.refusal.code === 'MFA_INVALID_CODE' ? t('enroll.totp.wrong') : say(answer.refusal));
    onRefused?.(answer.refusal);
  };

  if (refusal) {
    return (
      <Notice
        tone="warning"
        announce="assertive"
        action={
          <Button type="button" variant="secondary" onClick={() => void begin()}>
            {t('action.tryAgain')}
          </Button>
        }
      >
        {say(refusal)}
      </Notice>
    );
  }
  if (!offer) {
    return (
      <Flex justifyContent="center" minHeight="30rem">
        <Loader>{t('enroll.totp.preparing')}</Loader>
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {offer.clockOff === null ? null : (
        <Notice tone="warning" announce="polite">
          {t('enroll.totp.clock', { minutes: offer.clockOff })}
        </Notice>
      )}
      {offer.begunBefore ? <Notice tone="info">{t('enroll.totp.begunBefore')}</Notice> : null}
      <Columns>
        <QrPanel source={offer.qrCode} />
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Flex direction="column" alignItems="stretch" gap={1}>
            <Typography tag="p" fontWeight="bold" textColor="neutral800">
              {t('enroll.totp.scan')}
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {t('enroll.totp.apps')}
            </Typography>
          </Flex>
          <CodeField
            key={offer.secret}
            label={t('enroll.totp.code')}
            busy={busy}
            error={error}
            refusalId={failures}
            autoFocus
            onCode={(code) => void finish(code)}
          />
        </Flex>
      </Columns>
      <OtherWay
        offer={offer}
        onStartOver={() => {
          setError(null);
          void begin();
        }}
      />
    </Flex>
  );
};
