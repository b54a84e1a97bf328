/**
 * How a code is delivered. One engine (`delivered-code`) sends, counts, and judges. A channel only knows its addresses
 * and how to reach them.
 */
import type { z } from 'zod';

import type { KeyPurpose } from '../platform';
import type { Availability, Subject } from './factor';

/** The purpose of the code. The message names it, and a code for one purpose doesn't work for another. */
export type CodeUse = 'sign_in' | 'enrollment' | 'first_factor';

export interface CodeMessage {
  /** The address or number in clear text. */
  to: string;
  code: string;
  use: CodeUse;
  locale: string | null;
  lifetimeMinutes: number;
}

export type AddressGiven =
  | { ok: true; address: string }
  | { ok: false; path: string; message: string; reason: 'invalid' | 'country_not_allowed' };

export interface CodeChannel {
  readonly method: 'email' | 'sms';
  readonly strength: number;
  /** The key that encrypts its addresses. */
  readonly purpose: KeyPurpose;
  readonly defaultName: string;
  readonly beginShape: z.ZodRawShape;
  /** Its address is the account's, so reading a code there proves the person's identity before anything is set up. */
  readonly provesMailbox: boolean;
  /** Limits within 24 hours: messages to one address, to one person, and in total. */
  readonly allowance: { perAddress: number; perPerson: number; overall: number | null };
  /** How long the provider may take before the delivery counts as failed, in ms. */
  readonly patienceMs: number;
  availability(): Availability;
  /** The address that a new factor is bound to. */
  addressOf(subject: Subject, input: Record<string, unknown>): Promise<AddressGiven>;
  /** Masked, safe to show. */
  mask(address: string): string;
  /** Delivers the message. @throws if it wasn't accepted */
  deliver(message: CodeMessage): Promise<void>;
}
