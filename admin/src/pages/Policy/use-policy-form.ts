import { useForm } from '@strapi/strapi/admin';

import { type PolicyView } from '../../../../shared/contracts/types';
import { type PolicyFields } from '../../api';

/** Fields with nested fields. Each nested field has its own line. */
type Parted = 'roles' | 'notices' | 'helpTexts' | 'authenticators' | 'roleMethods';

export type FieldErrors = Partial<Record<Exclude<keyof PolicyFields, Parted>, string>>;

/** The page's form, with types. Strapi's own form is untyped. */
export const usePolicyForm = () => {
  const values = useForm('Policy', (state) => state.values) as PolicyFields;
  const errors = useForm('Policy', (state) => state.errors) as FieldErrors;
  const disabled = useForm('Policy', (state) => state.disabled);
  const change = useForm('Policy', (state) => state.onChange);
  const set = <K extends keyof PolicyFields>(key: K, value: PolicyFields[K]): void => change(key, value);
  return { values, errors, disabled, set };
};

const READ_ONLY = ['id', 'name', 'description', 'type', 'rules', 'lockedByConfig', 'updatedAt', 'updatedBy'];

/** The fields of a policy, without those that only the server writes. */
export const fieldsOf = (view: PolicyView): PolicyFields =>
  Object.fromEntries(Object.entries(view).filter(([key]) => !READ_ONLY.includes(key))) as unknown as PolicyFields;
