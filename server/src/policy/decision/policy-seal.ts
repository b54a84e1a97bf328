/**
 * The seal of the one policy row, and what applies if it's wrong. Someone who can write to the database but has no key
 * must not be able to turn the policy off.
 */
import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import type { Requirement } from '../../../../shared/contracts/types';
import { type KeyRing, type PolicyFields, rowIntegrity, sealRow, toMs } from '../../platform';
import { DEFAULT_FIELDS, type StoredPolicy } from './document';

const KIND = 'policy';

type Row = Record<string, unknown>;

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const covered = (row: Row) => [
  textOrNull(row.document),
  textOrNull(row.since),
  toMs(row.changed_at),
  row.changed_by_id ? Number(row.changed_by_id) : null,
  row.changed_by_id ? textOrNull(row.changed_by_email) : null,
];

/** The columns to write, with a seal over them. All covered columns have to be included. */
export const withSeal = <Columns extends Row>(keys: KeyRing, columns: Columns) => ({
  ...columns,
  seal: sealRow(keys, KIND, covered(columns)),
});

/** Without a key, the server can't check anything. */
export const isBelieved = (keys: KeyRing, row: Row): boolean =>
  keys.activeId === null || rowIntegrity(keys, KIND, covered(row), textOrNull(row.seal)) === 'intact';

const FLOOR: Requirement = 'required_on_first_login';

const atLeastFloor = (level: Requirement): Requirement =>
  REQUIREMENTS.indexOf(level) < REQUIREMENTS.indexOf(FLOOR) ? FLOOR : level;

const within = <Method extends string>(methods: readonly Method[]): Method[] =>
  methods.filter((method) => (DEFAULT_FIELDS.allowedMethods as readonly string[]).includes(method));

/**
 * An unsealed row can only be stricter than the default, never less strict, and its texts aren't shown. After the loss
 * of a key, the stricter half of the policy stays. Someone who forged the row gains nothing.
 */
export const strictest = (stored: Partial<PolicyFields>): PolicyFields => {
  const fields = { ...DEFAULT_FIELDS, ...stored };
  const allowed = within(fields.allowedMethods);
  const roleMethods = Object.entries(fields.roleMethods).map(([code, methods]) => [code, within(methods)] as const);
  const { stepUpActions, authenticators, firstFactorProof } = fields;
  return {
    ...DEFAULT_FIELDS,
    stepUpActions,
    authenticators,
    firstFactorProof,
    requirement: atLeastFloor(fields.requirement),
    roles: Object.fromEntries(Object.entries(fields.roles).map(([code, level]) => [code, atLeastFloor(level)])),
    allowedMethods: allowed.length > 0 ? allowed : DEFAULT_FIELDS.allowedMethods,
    roleMethods: Object.fromEntries(roleMethods.filter(([, methods]) => methods.length > 0)),
    sso: 'require',
    verificationMaxAgeHours: Math.min(fields.verificationMaxAgeHours, DEFAULT_FIELDS.verificationMaxAgeHours),
    stepUpMaxAgeMinutes: Math.min(fields.stepUpMaxAgeMinutes, DEFAULT_FIELDS.stepUpMaxAgeMinutes),
    maxFailures: Math.min(fields.maxFailures, DEFAULT_FIELDS.maxFailures),
  };
};

/** The columns of a policy's own content. */
export const textsOf = ({ fields, since }: StoredPolicy) => ({
  document: JSON.stringify(fields),
  since: JSON.stringify(since),
});

/** The sealed columns of a stored row. */
export const columnsOf = ({ document, since, changed_at, changed_by_id, changed_by_email }: Row) => ({
  document,
  since,
  changed_at,
  changed_by_id,
  changed_by_email,
});
