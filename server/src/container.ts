/** The only place that builds the services and passes them their dependencies. */
import type { Core } from '@strapi/strapi';

import {
  type Accounts,
  createAccounts,
  createHome,
  createKeyRing,
  createVault,
  type PlatformDeps,
  logFailure,
  type MfaConfig,
  openDatabase,
  type Ports,
  readConfig,
  systemPorts,
} from './platform';
import { createAuditTrail, type AuditTrail } from './audit';
import {
  type Census,
  createCensus,
  createNeighbors,
  createPolicyStore,
  createVerdicts,
  type Neighbors,
  type PolicyStore,
  type Verdicts,
} from './policy';
import {
  createDiagnostics,
  createPluginImport,
  createPeople,
  createPolicyEditor,
  createPolicyReport,
  createRanks,
  createCheckRows,
  type CheckRows,
  type Diagnostics,
  type PluginImport,
  type People,
  type PolicyEditor,
  type PolicyReporting,
  type Ranks,
} from './administration';
import {
  type Authenticators,
  type Ceremonies,
  createAuthenticators,
  createCeremonies,
  createFactors,
  createLimits,
  type Factors,
  type Limits,
} from './factors';
import {
  createEnrollment,
  createFirstFactor,
  createOwnSecurity,
  createPasses,
  type Enrollment,
  type FirstFactor,
  type OwnSecurity,
  type Passes,
} from './self-service';
import {
  createClockSuspicion,
  createGuard,
  createPasskeyLogIn,
  createStepUp,
  createTransactions,
  createTransactionStore,
  type Guard,
  type PasskeyLogIn,
  type StepUp,
  type Transactions,
  type TransactionStore,
} from './gate';
import { createMailer, createOutbox, createTextMessages, type Outbox } from './delivery';
import {
  createGraceReminders,
  createNewBrowsers,
  createNotices,
  createNoticeSamples,
  type GraceReminders,
  type NewBrowsers,
  type Notices,
  type NoticeSamples,
} from './notices';
import { createSessions, createTrust, type Sessions, type Trust } from './sessions';

export interface Container extends PlatformDeps {
  audit: AuditTrail;
  accounts: Accounts;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
  limits: Limits;
  factors: Factors;
  neighbors: Neighbors;
  policies: PolicyStore;
  ranks: Ranks;
  identityChecks: CheckRows;
  census: Census;
  policyEditor: PolicyEditor;
  policyReport: PolicyReporting;
  diagnostics: Diagnostics;
  outbox: Outbox;
  notices: Notices;
  noticeSamples: NoticeSamples;
  graceReminders: GraceReminders;
  newBrowsers: NewBrowsers;
  sessions: Sessions;
  trust: Trust;
  verdicts: Verdicts;
  store: TransactionStore;
  transactions: Transactions;
  passkeyLogIn: PasskeyLogIn;
  stepUp: StepUp;
  guard: Guard;
  passes: Passes;
  firstFactor: FirstFactor;
  enrollment: Enrollment;
  ownSecurity: OwnSecurity;
  people: People;
  pluginImport: PluginImport;
}

const DEFAULT_KEY_ID = 'default';

const masterKeys = (strapi: Core.Strapi, config: MfaConfig): { id: string; secret: string }[] => {
  const { encryptionKeys } = config;
  const secret: unknown = strapi.config.get('admin.secrets.encryptionKey');
  // Strapi's own key comes last: it encrypts only if it's the only one, and always reads what it encrypted before.
  if (typeof secret !== 'string' || secret === '' || encryptionKeys.some(({ id }) => id === DEFAULT_KEY_ID)) {
    return encryptionKeys;
  }
  return [...encryptionKeys, { id: DEFAULT_KEY_ID, secret }];
};

const build = (strapi: Core.Strapi, ports: Ports): Container => {
  const config = readConfig(strapi);
  const database = openDatabase(strapi);
  const keys = createKeyRing(masterKeys(strapi, config), {
    refusesWeak: strapi.config.get('environment') === 'production',
  });
  const vault = createVault(keys, ports);
  const home = createHome({ strapi, database, ports });
  const platform: PlatformDeps = { strapi, config, ports, database, keys, vault, home };

  const outbox = createOutbox(platform);
  const audit = createAuditTrail({ ...platform, outbox });
  const accounts = createAccounts({ database, keys, ports });
  const authenticators = createAuthenticators(database);
  const ceremonies = createCeremonies({ database, ports });
  const limits = createLimits({ database, ports });
  const mailer = createMailer(platform);
  const texts = createTextMessages(platform);
  const factors = createFactors({ ...platform, accounts, authenticators, ceremonies, mailer, texts });
  const neighbors = createNeighbors(platform);
  const policies = createPolicyStore({
    ...{ database, config, keys, ports, neighbors },
    warn: (message) => strapi.log.error(`[mfa] ${message}`),
  });
  const ranks = createRanks({ strapi, database });
  const identityChecks = createCheckRows(platform);
  const census = createCensus({ ...platform, accounts, authenticators, factors, neighbors });

  const proved = { ...platform, audit, accounts, authenticators, ceremonies, limits, factors };
  const base = { ...proved, neighbors, policies, ranks, census, identityChecks };

  const notices = createNotices({ ...base, outbox, mailer });
  const noticeSamples = createNoticeSamples({ ...base, mailer });
  const graceReminders = createGraceReminders({ ...base, notices });
  const newBrowsers = createNewBrowsers({ ...base, notices });
  const sessions = createSessions(platform);
  const trust = createTrust(platform);
  const verdicts = createVerdicts({ ...platform, factors, neighbors, policies });
  const store = createTransactionStore({ database, ports, lifetimeMinutes: config.transactionMinutes });
  const passes = createPasses({ database, keys, ports, hash: factors.slowHash });
  const told = {
    ...base,
    passes,
    outbox,
    notices,
    noticeSamples,
    graceReminders,
    newBrowsers,
    sessions,
    trust,
    verdicts,
    store,
  };

  const policyEditor = createPolicyEditor({ ...told, changed: () => guard.forget() });
  const policyReport = createPolicyReport(told);
  const transactions = createTransactions({ ...told, clockSuspicion: createClockSuspicion(platform) });
  const passkeyLogIn = createPasskeyLogIn(told);
  const stepUp = createStepUp(told);
  const log = (what: string, error: unknown): void => logFailure(strapi, what, error);
  const guard = createGuard({ ...told, stepUp, log });
  const enrollment = createEnrollment(told);
  const firstFactor = createFirstFactor(told);
  const ownSecurity = createOwnSecurity(told);
  const diagnostics = createDiagnostics(told);
  const people = createPeople({ ...told, mailer, ownSecurity });
  const entries = { transactions, passkeyLogIn, stepUp, guard, firstFactor, enrollment, ownSecurity };
  const pluginImport = createPluginImport(told);
  return { ...told, ...entries, policyEditor, policyReport, diagnostics, people, pluginImport };
};

const containers = new WeakMap<Core.Strapi, Container>();

/** The container of this Strapi. Built on the first call, after the configuration is loaded. */
export const containerOf = (strapi: Core.Strapi): Container => {
  const known = containers.get(strapi);
  if (known) return known;
  const built = build(strapi, systemPorts());
  containers.set(strapi, built);
  return built;
};
