export interface TextMessage {
  /** E.164, e.g. `+4915112345678`. */
  to: string;
  text: string;
}

/** What a provider's `init` gives back. `send` resolves when the message was taken over and throws when it was not. */
export interface SmsSender {
  send(message: TextMessage): Promise<unknown>;
}

/** The same shape as a provider of Strapi's e-mail plugin. */
export interface SmsProvider {
  init(providerOptions: Record<string, unknown>, settings: Record<string, unknown>): SmsSender | Promise<SmsSender>;
}

/** The gateway answered, and said no. The answer itself may hold the number, so only its status is kept. */
export class SmsRefused extends Error {
  override readonly name = 'SmsRefused';

  constructor(readonly status: number) {
    super(`the text message was not taken (HTTP ${status})`);
  }
}
