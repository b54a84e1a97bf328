import type { CommandName } from './arguments';

const USAGE: Record<CommandName, { line: string; what: string; more: string[] }> = {
  status: {
    line: 'status [<person>]',
    what: 'Who is protected, or everything about one person',
    more: [],
  },
  reset: {
    line: 'reset <person> [--reason <text>] [--authenticator <id>]…',
    what: 'Remove a person’s second step and end their sessions',
    more: [
      'Without --authenticator everything goes: methods, recovery codes, trusted browsers, locks. The person sets up a new',
      'second step at the next login and is told by mail. Ids of authenticators stand in "status <person>".',
    ],
  },
  unlock: {
    line: 'unlock <person> [--reason <text>]',
    what: 'Lift every lock and wait after wrong tries',
    more: [],
  },
  pass: {
    line: 'pass <person> [--hours <1 to 72>] [--reason <text>]',
    what: 'Give somebody a pass for setting up a first method',
    more: [
      'For people who have nothing set up, where the policy asks for a pass, or for a code by mail they can’t get. It is',
      'printed once, works once, for 24 hours unless --hours says otherwise, and ends the pass before. Hand it over in',
      'person or by phone: whoever has it and the password can set up a second step. The person is told by mail.',
    ],
  },
  import: {
    line: 'import strapi-identity [--dry-run]',
    what: 'Carry over what people set up with another plugin',
    more: [
      'Reads the tables of strapi-identity: authenticator apps, and codes by mail where the policy allows them. Nothing',
      'of ours is overwritten, and a second run does nothing. People log in with the same app as before and get new',
      'recovery codes at the next login. --dry-run says what would be done and writes nothing.',
    ],
  },
  policy: {
    line: 'policy show | set <key>=<value>… | disable [--force]',
    what: 'Read or change the policy',
    more: [
      'set takes the keys that "policy show" prints: requirement=always_required allowedMethods=webauthn,totp',
      'gracePeriodDays=7 roles.strapi-editor=always_required roleMethods.strapi-super-admin=webauthn passwordless=allowed',
      'authenticators.userVerification=required. What would lock people out is refused; --force saves it.',
      'disable asks nobody for a second step until "policy set enabled=true"; nothing stored is lost.',
    ],
  },
  'rotate-key': {
    line: 'rotate-key',
    what: 'Encrypt everything with the first of encryptionKeys',
    more: [
      'Put the new key first in mfa.config.encryptionKeys, keep the old one behind it, restart, then run this. People may',
      'log in meanwhile; running it twice does no harm. It says when the old key is no longer needed.',
    ],
  },
  'verify-audit': {
    line: 'verify-audit [--anchor "<place> <hash>"]',
    what: 'Check that no event was changed, removed or inserted',
    more: ['An anchor is printed to the log every hour; with one from elsewhere a cut-off end shows, too.'],
  },
  doctor: {
    line: 'doctor',
    what: 'Look for what is wrong with this host',
    more: ['Checks keys, addresses, proxies, cookies, clock, mail and other plugins, and says what to do.'],
  },
};

const ENDING = [
  'A person is an e-mail address or an id. Run it in the folder of the Strapi host.',
  '',
  'Options',
  '  --json       one JSON object on standard output, for scripts',
  '  -h, --help   this text; "strapi-mfa <command> --help" for one command',
  '',
  'Exit codes',
  '  0  done, nothing wrong     1  something is wrong (verify-audit, doctor, rotate-key, import)',
  '  2  typed wrong             3  refused: nobody of that name, nothing to reset, would lock people out',
  '  4  could not be done: the host does not start, the database does not answer',
  '',
  'Every use is recorded in MFA Activity as done on the command line.',
];

export const helpText = (command: CommandName | null): string => {
  if (command) {
    const { line, what, more } = USAGE[command];
    return [`strapi-mfa ${line}`, '', `${what}.`, ...(more.length > 0 ? ['', ...more] : []), '', ...ENDING].join('\n');
  }
  const width = Math.max(...Object.keys(USAGE).map((name) => name.length));
  const list = Object.entries(USAGE).map(([name, { what }]) => `  ${name.padEnd(width)}  ${what}`);
  return ['strapi-mfa <command>', '', 'Commands', ...list, '', ...ENDING].join('\n');
};
