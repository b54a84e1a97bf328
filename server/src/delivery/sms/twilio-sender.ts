import { z } from 'zod';

import type { SmsProvider } from './sender';

/** The part of the `twilio` package that this uses. */
interface TwilioClient {
  messages: { create(message: Record<string, string>): Promise<unknown> };
}

type TwilioPackage = (accountSid: string, authToken: string) => TwilioClient;

const optionsSchema = z.strictObject({ accountSid: z.string().min(1), authToken: z.string().min(1) });

const settingsSchema = z.union([
  z.strictObject({ from: z.string().min(1) }),
  z.strictObject({ messagingServiceSid: z.string().min(1) }),
]);

/** Uses Twilio's official package, if the project has installed it. */
export const twilioProvider = (load: (name: string) => unknown): SmsProvider => ({
  init(providerOptions, settings) {
    const { accountSid, authToken } = optionsSchema.parse(providerOptions);
    const sender = settingsSchema.parse(settings);
    const client = (load('twilio') as TwilioPackage)(accountSid, authToken);
    return { send: ({ to, text }) => client.messages.create({ ...sender, to, body: text }) };
  },
});
