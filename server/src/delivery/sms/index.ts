/**
 * Sends text messages through the provider in `mfa.config.sms`. A provider is a package name, a path, an object with
 * `init(providerOptions, settings)`, or one of the built-in ones: `http`, `console` (development only), and `twilio`
 * (requires the `twilio` package in your project).
 * Promises: a provider that can't be loaded stops the boot and says why. Never: a limit, a code, a number in a log.
 */
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { MfaConfig } from '../../platform';
import { consoleProvider } from './console-sender';
import { httpProvider } from './http-sender';
import type { SmsProvider, SmsSender, TextMessage } from './sender';
import { twilioProvider } from './twilio-sender';

export { SmsRefused, type SmsProvider, type SmsSender, type TextMessage } from './sender';

export interface TextMessages {
  /** Whether a provider is configured. */
  available(): boolean;
  /** Resolves when the provider has accepted the message. @throws whatever the provider throws */
  send(message: TextMessage): Promise<void>;
}

interface Needs {
  strapi: Core.Strapi;
  config: MfaConfig;
}

const hasInit = (value: unknown): value is SmsProvider =>
  typeof value === 'object' && value !== null && typeof (value as { init?: unknown }).init === 'function';

const describe = (error: unknown): string => {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
};

/** Packages and paths are resolved from the project's folder, not from the plugin's. */
const loadFrom = (root: string, name: string): unknown => {
  const requireFrom = createRequire(join(root, 'package.json'));
  return requireFrom(name.startsWith('.') || isAbsolute(name) ? resolve(root, name) : name);
};

const findProvider = (strapi: Core.Strapi, given: string | object): SmsProvider => {
  const load = (name: string) => loadFrom(strapi.dirs.app.root, name);
  if (given === 'http') return httpProvider;
  if (given === 'console') return consoleProvider(strapi);
  if (given === 'twilio') return twilioProvider(load);
  const loaded = typeof given === 'string' ? load(given) : given;
  const provider = hasInit(loaded) ? loaded : (loaded as { default?: unknown }).default;
  if (!hasInit(provider)) throw new Error('it has no init(providerOptions, settings) function');
  return provider;
};

const start = (strapi: Core.Strapi, sms: NonNullable<MfaConfig['sms']>): Promise<SmsSender> => {
  try {
    const started = findProvider(strapi, sms.provider).init(sms.providerOptions, sms.settings);
    return Promise.resolve(started);
  } catch (error) {
    throw new Error(`plugin "mfa": sms.provider can’t be used: ${describe(error)}`, { cause: error });
  }
};

/** @throws if the configured provider can't be loaded or refuses its options */
export const createTextMessages = ({ strapi, config }: Needs): TextMessages => {
  const sender = config.sms ? start(strapi, config.sms) : null;
  // If a provider starts slowly and then fails, every `send` reports it. Until then, it must not end the process.
  sender?.catch(() => undefined);

  return {
    available: () => sender !== null,
    async send(message) {
      if (!sender) throw new Error('no text message provider is configured');
      await (await sender).send(message);
    },
  };
};
