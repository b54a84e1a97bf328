/** The names of the contract's lists, as types. */
import type { AUTHENTICATOR_TYPES, ERROR_CODES, EVENT_TYPES, LANGUAGES, METHODS, REQUIREMENTS } from './constants';

export type AuthenticatorType = (typeof AUTHENTICATOR_TYPES)[number];
export type Method = (typeof METHODS)[number];
export type Requirement = (typeof REQUIREMENTS)[number];
export type ErrorCode = (typeof ERROR_CODES)[number];
export type Language = (typeof LANGUAGES)[number];
export type EventType = (typeof EVENT_TYPES)[number];
