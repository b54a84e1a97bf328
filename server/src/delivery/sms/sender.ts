export interface TextMessage {
  /** E.164, e.g. `+4915112345678`. */
  to: string;
  text: string;
}

/** The result of a provider's `init`. `send` resolves when the message was accepted, and throws otherwise. */
export interface SmsSender {
  send(message: TextMessage): Promise<unknown>;
}

/** The same shape as a provider of Strapi's email plugin. */
export interface SmsProvider {
  init(providerOptions: Record<string, unknown>, settings: Record<string, unknown>): SmsSender | Promise<SmsSender>;
}

/** The gateway refused the message. Only the status is kept, because the answer may contain the number. */
export class SmsRefused extends Error {
  override readonly name = 'SmsRefused';

  constructor(readonly status: number) {
    super(`the text message was not taken (HTTP ${status})`);
  }
}
