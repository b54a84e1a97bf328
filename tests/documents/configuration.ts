/** Generates docs/configuration.md from the schema that validates the configuration. */
import { configSchema } from '../../server/src/platform/config/schema';
import { DEFAULT_FIELDS } from '../../server/src/policy/decision';
import { requestSchema } from './request-schema';
import type { Schema } from './type-schemas';

interface Row {
  key: string;
  type: string;
  fallback: string;
  meaning: string;
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const limitsOf = ({ minimum, maximum, minLength, maxLength, minItems, maxItems }: Schema): string => {
  if (minimum !== undefined && maximum !== undefined) return `, ${String(minimum)}–${String(maximum)}`;
  if (minimum !== undefined) return `, at least ${String(minimum)}`;
  if (Number(minLength) > 1) return `, at least ${String(minLength)} characters`;
  if (maxLength !== undefined) return `, at most ${String(maxLength)} characters`;
  if (maxItems !== undefined) return `, at most ${String(maxItems)}`;
  return Number(minItems) > 0 ? ', at least one' : '';
};

const typeOf = (schema: Schema): string => {
  const words = schema.enum as unknown[] | undefined;
  if (words) return words.map(code).join(' or ');
  const any = schema.anyOf as Schema[] | undefined;
  if (any) return [...new Set(any.map((one) => (Object.keys(one).length === 0 ? 'object' : typeOf(one))))].join(' or ');
  const limits = limitsOf(schema);
  switch (schema.type) {
    case 'array': {
      const items = (schema.items ?? {}) as Schema;
      const what = items.enum ? typeOf(items).replaceAll(' or ', ', ') : items.type === 'object' ? 'objects' : 'texts';
      return `list of ${what}${items.enum ? '' : limits}`;
    }
    case 'integer':
    case 'number':
      return `number${limits}`;
    case 'string':
      return `text${limits}`;
    case 'null':
      return '`null`';
    default:
      return String(schema.type ?? 'anything');
  }
};

const fallbackOf = (schema: Schema, required: boolean): string => {
  if (typeof schema.fallback === 'string') return schema.fallback;
  if (required) return '*required*';
  return schema.default === undefined ? '–' : code(schema.default);
};

const propertiesOf = (schema: Schema): [string, Schema][] => {
  const items = schema.type === 'array' ? (schema.items as Schema) : schema;
  return Object.entries((items.properties ?? {}) as Record<string, Schema>);
};

const requiredIn = (schema: Schema): string[] =>
  ((schema.type === 'array' ? (schema.items as Schema) : schema).required ?? []) as string[];

/** The keys of a section, including nested ones such as `webhook.url`. */
const rowsOf = (schema: Schema, before = ''): Row[] =>
  propertiesOf(schema).flatMap(([name, part]): Row[] => {
    const key = before + name;
    const meaning = String(part.description ?? '');
    if (meaning === '') throw new Error(`the configuration key ${key} has no description`);
    const inner = propertiesOf(part);
    const row = { key, type: typeOf(part), fallback: fallbackOf(part, requiredIn(schema).includes(name)), meaning };
    return inner.length === 0 ? [row] : [row, ...rowsOf(part, `${key}.`)];
  });

const tableOf = (rows: readonly Row[], third = 'when left out'): string =>
  [
    `| key | value | ${third} | |`,
    '| --- | --- | --- | --- |',
    ...rows.map(({ key, type, fallback, meaning }) => `| \`${key}\` | ${type} | ${fallback} | ${meaning} |`),
  ].join('\n');

const HEAD = `# Configuration

<!-- Written by "npm run docs:generate" from server/src/config/schema.ts. Change it there. -->

Everything is optional: installed and left alone, the plugin works and asks nobody who has set up nothing. What is set
stands in \`config/plugins.js\` (or \`.ts\`) under \`mfa.config\`. A key that is not listed here, or a value outside its
limits, stops the start with the key's name.

\`\`\`js
// config/plugins.js
module.exports = ({ env }) => ({
  mfa: {
    config: {
      encryptionKeys: [{ id: '2026', secret: env('MFA_ENCRYPTION_KEY') }],
      webauthn: { rpName: 'Example CMS' },
      policy: { requirement: 'required_on_first_login', gracePeriodDays: 14 },
      support: { text: 'Call the help desk: 1234.', url: 'tel:+4930123456' },
    },
  },
});
\`\`\`
`;

const shortly = (value: unknown): string => {
  const all = typeof value === 'object' && value !== null && Object.values(value).every((one) => one === true);
  return all && Object.keys(value).length > 0 ? 'all `true`' : code(value);
};

const sectionOf = ([name, schema]: [string, Schema]): string => {
  const unset = typeof schema.fallback === 'string' ? `\n\nWhen left out: ${schema.fallback}.` : '';
  const head = `## ${name}\n\n${String(schema.description)}${unset}\n\n`;
  const rows = rowsOf(schema, schema.type === 'array' ? '' : `${name}.`);
  if (name !== 'policy') return head + tableOf(rows);
  const begins = Object.fromEntries(Object.entries(DEFAULT_FIELDS).map(([key, value]) => [`policy.${key}`, value]));
  const filled = rows.map((row) => ({ ...row, fallback: row.key in begins ? shortly(begins[row.key]) : row.fallback }));
  return head + tableOf(filled, 'a new installation begins with');
};

/** The whole page. Throws if a key has no description. */
export const configurationPage = (): string => {
  const entries = propertiesOf(requestSchema(configSchema));
  for (const [name, schema] of entries)
    if (!schema.description) throw new Error(`the configuration key ${name} has no description`);
  const simple = entries.filter(([, schema]) => propertiesOf(schema).length === 0);
  const parts = entries.filter(([, schema]) => propertiesOf(schema).length > 0);
  const single = { properties: Object.fromEntries(simple) };
  const links = parts.map(([name]) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · ');
  return [HEAD, `## Single keys\n\n${tableOf(rowsOf(single))}\n\nAnd the groups: ${links}`, ...parts.map(sectionOf)]
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .concat('\n');
};
