/** Parses the command line before Strapi boots. Pure. */
import { parseArgs } from 'node:util';

import { LONGEST_PASS_HOURS } from '../self-service';

export const COMMANDS = [
  'status',
  'reset',
  'unlock',
  'pass',
  'import',
  'policy',
  'rotate-key',
  'verify-audit',
  'doctor',
  'moved',
  'copied',
] as const;

export type CommandName = (typeof COMMANDS)[number];

export interface Asked {
  command: CommandName;
  /** The arguments after the command: a person, or `show`, `set …`, `disable`. */
  operands: string[];
  reason?: string;
  authenticators?: string[];
  hours?: number;
  anchor?: { seq: number; hash: string };
  /** An origin. */
  address?: string;
  force: boolean;
  dryRun: boolean;
  json: boolean;
}

export type Read =
  { kind: 'run'; asked: Asked } | { kind: 'help'; command: CommandName | null } | { kind: 'wrong'; message: string };

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  force: { type: 'boolean' },
  reason: { type: 'string' },
  authenticator: { type: 'string', multiple: true },
  anchor: { type: 'string' },
  address: { type: 'string' },
  hours: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

/** The options of each command. Any other option is an error and is never ignored. */
const KNOWN: Record<CommandName, { operands: [least: number, most: number]; options: readonly string[] }> = {
  status: { operands: [0, 1], options: [] },
  reset: { operands: [1, 1], options: ['reason', 'authenticator'] },
  unlock: { operands: [1, 1], options: ['reason'] },
  pass: { operands: [1, 1], options: ['hours', 'reason'] },
  import: { operands: [1, 1], options: ['dry-run'] },
  policy: { operands: [1, 60], options: ['force'] },
  'rotate-key': { operands: [0, 0], options: [] },
  'verify-audit': { operands: [0, 0], options: ['anchor'] },
  doctor: { operands: [0, 0], options: ['address'] },
  moved: { operands: [0, 0], options: [] },
  copied: { operands: [0, 0], options: [] },
};

const ANCHOR = /^([1-9]\d{0,9})[ :]((?:k:[\w-]{1,32}|s):[0-9a-f]{64})$/;
const REASON_LENGTH = 500;

const wrong = (message: string): Read => ({ kind: 'wrong', message });

const readPolicy = ([part, ...rest]: string[]): string | null => {
  if (part === 'set')
    return rest.length > 0 ? null : 'policy set needs a value, for example requirement=always_required.';
  if (part !== 'show' && part !== 'disable') return `policy takes show, set, or disable, not "${part ?? ''}".`;
  return rest.length > 0 ? `policy ${part} takes no further arguments.` : null;
};

const MISSING: Partial<Record<CommandName, string>> = {
  policy: 'policy needs one of show, set, or disable.',
  import: 'import needs a source: strapi-identity.',
};

const problemWith = (command: CommandName, operands: string[], given: readonly string[]): string | null => {
  const known = KNOWN[command];
  const [least, most] = known.operands;
  const stray = given.find((option) => !['json', 'help', ...known.options].includes(option));
  if (stray) return `${command} has no option --${stray}.`;
  if (operands.length < least) return MISSING[command] ?? `${command} needs a person: an email address or an ID.`;
  if (operands.length > most) return `${command} doesn’t take "${operands[most] ?? ''}".`;
  return command === 'policy' ? readPolicy(operands) : null;
};

const originOf = (address: string): string | null =>
  URL.canParse(address) && /^https?:/.test(address) ? new URL(address).origin : null;

/** @param argv the arguments after the program's name */
export const readArguments = (argv: readonly string[]): Read => {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    return wrong(
      error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : 'the arguments can’t be read.'
    );
  }
  const { values, positionals } = parsed;
  const [name, ...operands] = positionals;
  const command = COMMANDS.find((known) => known === name) ?? null;
  if (values.help || name === undefined || name === 'help') return { kind: 'help', command };
  if (!command) return wrong(`unknown command "${name}".`);
  const problem = problemWith(command, operands, Object.keys(values));
  if (problem) return wrong(problem);
  const reason = values.reason?.trim();
  if (reason !== undefined && (reason === '' || reason.length > REASON_LENGTH)) {
    return wrong(`--reason takes 1 to ${REASON_LENGTH} characters.`);
  }
  const hours = values.hours === undefined ? undefined : Number(values.hours);
  if (hours !== undefined && !(Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_PASS_HOURS)) {
    return wrong(`--hours takes a whole number from 1 to ${LONGEST_PASS_HOURS}.`);
  }
  const anchor = values.anchor === undefined ? null : ANCHOR.exec(values.anchor);
  if (values.anchor !== undefined && !anchor)
    return wrong('--anchor takes an anchor as the log prints it: "<seq> <hash>".');
  const address = values.address === undefined ? undefined : originOf(values.address);
  if (address === null) return wrong('--address takes an address, e.g. https://cms.example.com.');
  return {
    kind: 'run',
    asked: {
      command,
      operands,
      ...(reason === undefined ? {} : { reason }),
      ...(hours === undefined ? {} : { hours }),
      ...(values.authenticator ? { authenticators: values.authenticator } : {}),
      ...(address === undefined ? {} : { address }),
      ...(anchor ? { anchor: { seq: Number(anchor[1]), hash: String(anchor[2]) } } : {}),
      force: values.force === true,
      dryRun: values['dry-run'] === true,
      json: values.json === true,
    },
  };
};
