import type { CommandName } from './arguments';

const USAGE: Record<CommandName, { line: string; what: string; more: string[] }> = {
  status: {
    line: 'status [<person>]',
    what: 'Show who is protected, or everything about one person',
    more: [],
  },
  reset: {
    line: 'reset <person> [--reason <text>] [--authenticator <id>]…',
    what: 'Reset a person’s MFA and end their sessions',
    more: [
      'Without --authenticator, this removes everything: methods, recovery codes, trusted browsers, and locks. The person',
      'sets up MFA again at the next login and gets an email. "status <person>" lists the IDs of authenticators.',
    ],
  },
  unlock: {
    line: 'unlock <person> [--reason <text>]',
    what: 'Clear a person’s failed attempts, with every lock and wait',
    more: [],
  },
  pass: {
    line: 'pass <person> [--hours <1 to 72>] [--reason <text>]',
    what: 'Give a person a pass for setting up their first method',
    more: [
      'For people without a method, if the policy requires a pass, or an email code that they can’t receive. The pass is',
      'printed once, works once, and expires after 24 hours unless you set --hours. It replaces any earlier pass. Hand it',
      'over in person or by phone: anyone with the pass and the password can set up MFA. The person gets an email.',
    ],
  },
  import: {
    line: 'import strapi-identity [--dry-run]',
    what: 'Import the methods that people set up with another plugin',
    more: [
      'Reads the tables of strapi-identity: authenticator apps, and email codes if the policy allows them. Existing methods',
      'are never overwritten, and you can run it again safely. People keep using the same app, and they get new recovery',
      'codes at their next login. --dry-run shows what would be imported and writes nothing.',
    ],
  },
  policy: {
    line: 'policy show | set <key>=<value>… | disable [--force]',
    what: 'Show or change the policy',
    more: [
      'set takes the keys that "policy show" prints, for example requirement=always_required allowedMethods=webauthn,totp',
      'gracePeriodDays=7 roles.strapi-editor=always_required roleMethods.strapi-super-admin=webauthn passwordless=allowed',
      'authenticators.userVerification=required. A policy that would lock people out is refused, unless you use --force.',
      'disable turns MFA off until "policy set enabled=true". Nothing that people set up is lost.',
    ],
  },
  'rotate-key': {
    line: 'rotate-key',
    what: 'Encrypt everything with the first key in encryptionKeys',
    more: [
      'Put the new key first in mfa.config.encryptionKeys, keep the old one after it, restart, and run this command. People',
      'can log in meanwhile, and you can run it again safely. It tells you when you can remove the old key.',
    ],
  },
  'verify-audit': {
    line: 'verify-audit [--anchor "<seq> <hash>"]',
    what: 'Check that no event was changed, removed, or inserted',
    more: [
      'The server logs an anchor every hour. With an anchor that you stored elsewhere, missing new events show, too.',
    ],
  },
  doctor: {
    line: 'doctor [--address <https://…>]',
    what: 'Check this Strapi for problems',
    more: [
      'Checks keys, addresses, proxies, cookies, clocks, email, and other plugins, and tells you how to fix problems.',
      '--address also tells you how many security keys and passkeys would stop working if the panel moved there.',
    ],
  },
  moved: {
    line: 'moved',
    what: 'Confirm that the site has moved to its current address',
    more: [
      'A database remembers the address it was first served at. At another address, the plugin assumes that it’s a copy, and',
      'tells browsers’ password managers nothing. After a move, run this once and restart.',
    ],
  },
  copied: {
    line: 'copied',
    what: 'Separate a copy of a site from the original',
    more: [
      'For staging and development. Everyone gets a new passkey handle, so a passkey created here doesn’t replace the one of',
      'the original on the same device. Copied passkeys keep working. Run this only on the copy, then restart.',
    ],
  },
};

const ENDING = [
  'A person is an email address or an ID. Run this in the folder of your Strapi project.',
  '',
  'Options',
  '  --json       Print one JSON object to standard output, for scripts',
  '  -h, --help   Show this text, or "strapi-mfa <command> --help" for one command',
  '',
  'Exit codes',
  '  0  Success',
  '  1  Problems found (verify-audit, doctor, rotate-key, import)',
  '  2  Usage error',
  '  3  Refused: unknown person, nothing to reset, or the policy would lock people out',
  '  4  Failed: Strapi doesn’t start, or the database doesn’t answer',
  '',
  'MFA Activity records every use of the command line.',
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
