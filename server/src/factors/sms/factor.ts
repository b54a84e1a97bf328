import { z } from 'zod';

import { fillIn, languageOf, oneLine } from '../../delivery';
import type { CodeChannel } from '../code-channel';
import { createDeliveredCode } from '../delivered-code';
import type { Factor } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { serviceName } from '../service-name';
import { maskNumber, readNumber } from './numbers';
import { TEXTS } from './texts';

const PATIENCE_MS = 10_000;

/** The panel's host name. Null if browsers wouldn't accept it (WICG "Origin-bound one-time codes", §2). */
const boundHost = (address: unknown): string | null => {
  if (typeof address !== 'string' || !URL.canParse(address)) return null;
  const { hostname } = new URL(address);
  return hostname === '' ? null : hostname;
};

const createChannel = ({ strapi, config, texts }: FactorDeps): CodeChannel => {
  const { sms } = config;
  const perNumber = sms?.perNumberPerDay ?? 0;

  return {
    method: 'sms',
    strength: 15,
    purpose: 'phone-number',
    defaultName: 'Text message',
    provesMailbox: false,
    beginShape: { phoneNumber: z.string().max(32) },
    allowance: { perAddress: perNumber, perPerson: perNumber * 2, overall: sms?.perDay ?? 0 },
    patienceMs: PATIENCE_MS,
    availability: () => (sms && texts.available() ? { ok: true } : { ok: false, reason: 'no_sms_sender' }),
    addressOf: (_subject, { phoneNumber }) => readNumber(phoneNumber, sms?.countries ?? []),
    mask: maskNumber,

    async deliver({ to, code, use, locale }) {
      const address: unknown = strapi.config.get('admin.absoluteUrl');
      const site = oneLine(serviceName(config.issuer, address));
      const host = boundHost(address);
      const { sign_in: signIn, enrollment } = TEXTS[languageOf(locale)];
      const text = fillIn(use === 'sign_in' ? signIn : enrollment, { code, site });
      await texts.send({ to, text: host === null ? text : `${text}\n\n@${host} #${code}` });
    },
  };
};

export const createSms = (deps: FactorDeps): Factor => createDeliveredCode(deps, createChannel(deps));
