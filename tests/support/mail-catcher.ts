/** A mail server on loopback that keeps what it is given. */
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  from: string;
  to: string[];
  subject: string;
  /** Text part, decoded, with plain line ends. */
  text: string;
  /** The message as it came over the wire. */
  raw: string;
}

export interface MailCatcher {
  port: number;
  readonly mails: CaughtMail[];
  /** Mails to one address, oldest first. */
  to(address: string): CaughtMail[];
  /** Waits until a mail to this address is here that satisfies `match`; fails after `withinMs`. */
  waitFor(address: string, match?: (mail: CaughtMail) => boolean, withinMs?: number): Promise<CaughtMail>;
  /** Refuses every mail from now on, or takes them again. */
  refuse(refusing: boolean): void;
  clear(): void;
  stop(): Promise<void>;
}

const decodeQuotedPrintable = (text: string): string => {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

const decodeWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuotedPrintable(text.replace(/_/g, ' '))
    );

const headerOf = (head: string, name: string): string => {
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
};

const split = (part: string): [string, string] => {
  const at = part.search(/\r?\n\r?\n/);
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at).replace(/^\r?\n\r?\n/, '')];
};

const decodeBody = (head: string, body: string): string => {
  const encoding = headerOf(head, 'content-transfer-encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
};

/** The first text/plain part, or the whole body where there is only one. */
const textOf = (raw: string): string => {
  const [head, body] = split(raw);
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(head)?.[1];
  if (!boundary) return decodeBody(head, body);
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r?\n/, '')));
  const plain = parts.find(([partHead]) => /content-type:\s*text\/plain/i.test(partHead)) ?? parts[1] ?? ['', ''];
  return decodeBody(...plain);
};

const read = (raw: string, from: string, to: string[]): CaughtMail => ({
  from,
  to,
  subject: decodeWords(headerOf(split(raw)[0], 'subject')),
  text: textOf(raw).replace(/\r\n/g, '\n'),
  raw,
});

export const catchMail = async (port = 0): Promise<MailCatcher> => {
  const mails: CaughtMail[] = [];
  let refusing = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => done(refusing ? new Error('Not taking mail.') : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        mails.push(read(Buffer.concat(chunks).toString('utf8'), from, rcptTo.map((rcpt) => rcpt.address)));
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const address = server.server.address();

  const to = (recipient: string) => mails.filter((mail) => mail.to.includes(recipient));
  return {
    port: typeof address === 'object' && address ? address.port : port,
    mails,
    to,
    async waitFor(recipient, match = () => true, withinMs = 10_000) {
      for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
        const mail = to(recipient).findLast(match);
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`No such mail to ${recipient} within ${withinMs} ms; ${mails.length} mails in all.`);
    },
    refuse(now) {
      refusing = now;
    },
    clear() {
      mails.length = 0;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
