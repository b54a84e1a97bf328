import { z } from 'zod';

import { SmsRefused, type SmsProvider, type TextMessage } from './sender';

const template = z.string().max(8192);

const isRegularExpression = (source: string): boolean => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
};

/** You can use `{{to}}` and `{{text}}` in `url`, `headers`, `json`, and `form`. */
const optionsSchema = z
  .strictObject({
    url: template.refine((url) => /^https?:\/\//.test(url), { message: 'must start with https:// or http://' }),
    method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
    headers: z.record(z.string(), template).default({}),
    json: z.json().optional(),
    form: z.record(z.string(), template).optional(),
    /**
     * What counts as accepted. Default: any 2xx status. `body` is a regular expression that the answer has to match.
     */
    success: z
      .strictObject({
        status: z.array(z.int().min(100).max(599)).min(1).optional(),
        body: template.refine(isRegularExpression, { message: 'must be a regular expression' }).optional(),
      })
      .default({}),
    timeoutMs: z.int().min(100).max(60_000).default(8000),
  })
  .refine(({ json, form }) => json === undefined || form === undefined, {
    message: 'set either json or form, not both',
  });

type HttpOptions = z.infer<typeof optionsSchema>;

const asIs = (value: string): string => value;

const fill = (source: string, message: TextMessage, encode: (value: string) => string = asIs): string =>
  source.replace(/\{\{\s*(to|text)\s*\}\}/g, (_whole, name: string) =>
    encode(name === 'to' ? message.to : message.text)
  );

/** Filled in before JSON encoding, so a quotation mark in a message stays inside its string. */
const fillDeep = (value: unknown, message: TextMessage): unknown => {
  if (typeof value === 'string') return fill(value, message);
  if (Array.isArray(value)) return value.map((entry) => fillDeep(entry, message));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fillDeep(entry, message)]));
};

const fillEach = (values: Record<string, string>, message: TextMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, message)]));

const bodyOf = ({ json, form, method }: HttpOptions, message: TextMessage): { type?: string; body?: string } => {
  if (form) {
    const body = new URLSearchParams(fillEach(form, message)).toString();
    return { type: 'application/x-www-form-urlencoded', body };
  }
  if (method === 'GET') return {};
  return {
    type: 'application/json',
    body: JSON.stringify(fillDeep(json ?? { to: '{{to}}', text: '{{text}}' }, message)),
  };
};

const taken = async ({ success }: HttpOptions, response: Response): Promise<boolean> => {
  const rightStatus = success.status ? success.status.includes(response.status) : response.ok;
  if (!rightStatus || success.body === undefined) return rightStatus;
  return new RegExp(success.body).test((await response.text()).slice(0, 65_536));
};

/** Works with any gateway that accepts text messages over HTTP. */
export const httpProvider: SmsProvider = {
  init(providerOptions) {
    const options = optionsSchema.parse(providerOptions);
    return {
      async send(message) {
        const { type, body } = bodyOf(options, message);
        const response = await fetch(fill(options.url, message, encodeURIComponent), {
          method: options.method,
          headers: { ...(type ? { 'Content-Type': type } : {}), ...fillEach(options.headers, message) },
          body,
          // Redirects aren't followed: the message and our credentials must not go to another address.
          redirect: 'manual',
          signal: AbortSignal.timeout(options.timeoutMs),
        });
        if (!(await taken(options, response))) throw new SmsRefused(response.status);
        await response.body?.cancel().catch(() => undefined);
      },
    };
  },
};
