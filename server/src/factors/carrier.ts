/** The way a code travels. One engine (`delivered-code`) sends, counts and judges; a carrier only knows its own post. */
import type { z } from 'zod';

import type { KeyPurpose } from '../platform';
import type { Availability, Subject } from './factor';

/** What the code is for; the message says so, and a code made for one is worthless for the other. */
export type CodeUse = 'sign_in' | 'enrollment' | 'first_factor';

export interface CodeMessage {
  /** The clear address or number. */
  to: string;
  code: string;
  use: CodeUse;
  locale: string | null;
  lifetimeMinutes: number;
}

export type AddressGiven =
  | { ok: true; address: string }
  | { ok: false; path: string; message: string; reason: 'invalid' | 'country_not_allowed' };

export interface Carrier {
  readonly method: 'email' | 'sms';
  readonly strength: number;
  /** The key its addresses are sealed with. */
  readonly purpose: KeyPurpose;
  readonly defaultName: string;
  readonly beginShape: z.ZodRawShape;
  /** Its address is the one on file, so that reading a code there says who one is before anything is set up. */
  readonly provesMailbox: boolean;
  /** Messages within 24 hours: to one address, to one person, and through this carrier at all. */
  readonly allowance: { perAddress: number; perPerson: number; overall: number | null };
  /** How long the provider may take before it counts as failed, in ms. */
  readonly patienceMs: number;
  availability(): Availability;
  /** The address a new factor is bound to. */
  addressOf(subject: Subject, input: Record<string, unknown>): Promise<AddressGiven>;
  /** Safe to show. */
  mask(address: string): string;
  /** Hands the message over. @throws when it was not taken. */
  deliver(message: CodeMessage): Promise<void>;
}
