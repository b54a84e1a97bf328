import type { Core } from '@strapi/strapi';

import type { DiagnosticCheck, Finding, FindingCode } from '../../../../shared/contracts/types';
import type { AuditTrail } from '../../audit';
import type { Authenticators, Factors } from '../../factors';
import type { Census, Neighbors, PolicyStore } from '../../policy';
import type { Accounts, Database, Home, KeyRing, MfaConfig, Ports } from '../../platform';
import { ENGLISH } from './words';

export type Verdict = Omit<DiagnosticCheck, 'id'>;

/** How the request that runs the checks reached this server. Null on the command line. */
export interface WayHere {
  /** Whether the headers show a proxy. */
  forwarded: boolean;
  /** Whether Koa considers the request encrypted. */
  secure: boolean;
}

export interface DiagnosticsDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  keys: KeyRing;
  home: Home;
  audit: AuditTrail;
  neighbors: Neighbors;
  policies: PolicyStore;
  census: Census;
  factors: Factors;
  authenticators: Authenticators;
  accounts: Accounts;
}

export interface Examination {
  id: DiagnosticCheck['id'];
  look(deps: DiagnosticsDeps, way: WayHere | null): Verdict | Promise<Verdict>;
}

type Values = Finding['values'];

type NamedIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamedIn<Rest> : never;

/** The values that a code's message needs. */
type Given<Code extends FindingCode> = [NamedIn<(typeof ENGLISH)[Code]>] extends [never]
  ? []
  : [values: Record<NamedIn<(typeof ENGLISH)[Code]>, string | number>];

const inEnglish = (code: FindingCode, values: Values): string =>
  ENGLISH[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

export const found = <Code extends FindingCode>(code: Code, ...given: Given<Code>): Finding => {
  const [values = {}]: [Values?] = given;
  return { code, values, message: inEnglish(code, values) };
};

const judged =
  (status: Verdict['status']) =>
  <Code extends FindingCode>(code: Code, ...given: Given<Code>): Verdict => ({ status, ...found(code, ...given) });

export const ok = judged('ok');
export const warning = judged('warning');
export const error = judged('error');

export const withParts = (verdict: Verdict, parts: Finding[]): Verdict => ({
  ...verdict,
  message: [verdict, ...parts].map(({ message }) => message).join(' '),
  parts,
});
