import type { Core } from '@strapi/strapi';

import { logFailure, MfaError, terminalJson, terminalText, within } from '../platform';
import { containerOf, type Container } from '../container';
import { readArguments, type Asked, type CommandName, type Read } from './arguments';
import { doctor, verifyAudit } from './checks';
import { helpText } from './help';
import { copied, moved } from './home-address-commands';
import { EXIT, type ExitCode, type Outcome } from './outcome';
import { importFrom } from './import-command';
import { CLI, pass, reset, status, unlock } from './people-commands';
import { policy } from './policy-commands';
import { rotateKey } from './rotate-key';

/** What the program prints, and its exit code. */
export interface Said {
  exitCode: ExitCode;
  out: string;
  error: string;
}

export interface CommandLine {
  /** Answers that need no Strapi: help and usage errors. Null if `run` is needed. */
  answer(argv: readonly string[]): Said | null;
  /** Runs the command in a loaded Strapi and records it. Never throws. */
  run(argv: readonly string[]): Promise<Said>;
}

type Command = (container: Container, asked: Asked) => Promise<Outcome>;

const COMMANDS: Record<CommandName, Command> = {
  status,
  reset,
  unlock,
  pass,
  import: importFrom,
  policy,
  'rotate-key': rotateKey,
  'verify-audit': verifyAudit,
  doctor,
  moved,
  copied,
};

/** Commands that always record an event of their own. The others are recorded as `command.used`. */
const RECORDED: readonly CommandName[] = ['reset', 'unlock', 'pass', 'rotate-key', 'verify-audit'];

const MAIL_TIMEOUT_MS = 10_000;

const nameOf = ({ command, operands }: Asked): string =>
  command === 'policy' ? `policy ${operands[0] ?? ''}` : command;

const say = (asked: Asked, outcome: Outcome): Said => {
  const { exitCode, lines, data } = outcome;
  const out = asked.json
    ? terminalJson({ ok: exitCode === EXIT.done, command: nameOf(asked), exitCode, data })
    : lines.map(terminalText).join('\n');
  return { exitCode, out: `${out}\n`, error: '' };
};

const complain = (asked: Asked, exitCode: ExitCode, code: string, message: string, details: unknown): Said => {
  const error = `strapi-mfa: ${terminalText(message)}\n`;
  if (!asked.json) return { exitCode, out: '', error };
  const out = { ok: false, command: nameOf(asked), exitCode, error: { code, message, details } };
  return { exitCode, out: `${terminalJson(out)}\n`, error: '' };
};

const beforehand = (read: Read): Said | null => {
  if (read.kind === 'help') return { exitCode: EXIT.done, out: `${helpText(read.command)}\n`, error: '' };
  if (read.kind === 'wrong') {
    return {
      exitCode: EXIT.usage,
      out: '',
      error: `strapi-mfa: ${terminalText(read.message)}\nTry "strapi-mfa --help".\n`,
    };
  }
  return null;
};

export const createCommandLine = (strapi: Core.Strapi): CommandLine => {
  const record = async (asked: Asked, failure: MfaError | null): Promise<void> => {
    if (!failure && RECORDED.includes(asked.command)) return;
    await containerOf(strapi).audit.append({
      type: 'command.used',
      outcome: failure ? 'failure' : 'success',
      actor: CLI,
      ...(failure ? { reason: failure.code } : {}),
      details: { command: nameOf(asked), about: asked.command === 'policy' ? null : (asked.operands[0] ?? null) },
    });
  };

  /** Sends queued emails from this process. What fails here is left to the server. */
  const sendMails = async (container: Container): Promise<void> => {
    await within(MAIL_TIMEOUT_MS, () => container.notices.flush()).catch(() => undefined);
  };

  const perform = async (asked: Asked): Promise<Said> => {
    const container = containerOf(strapi);
    try {
      const outcome = await COMMANDS[asked.command](container, asked);
      await record(asked, null);
      await sendMails(container);
      return say(asked, outcome);
    } catch (error) {
      if (error instanceof MfaError) {
        await record(asked, error);
        return complain(asked, EXIT.refused, error.code, error.message, error.details);
      }
      logFailure(strapi, `strapi-mfa ${nameOf(asked)}`, error);
      const message = 'the command failed. See the log above for the cause.';
      return complain(asked, EXIT.failed, 'MFA_UNAVAILABLE', message, null);
    }
  };

  return {
    answer: (argv) => beforehand(readArguments(argv)),
    async run(argv) {
      const read = readArguments(argv);
      return read.kind === 'run'
        ? perform(read.asked)
        : (beforehand(read) ?? { exitCode: EXIT.usage, out: '', error: '' });
    },
  };
};
