'use strict';

/** A mail server on loopback that reads what it gets. For the demo's mailbox and the tests. */

const decodeQuotedPrintable = (text) => {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

const decodeWords = (header) =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding, text) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuotedPrintable(text.replace(/_/g, ' '))
    );

const headerOf = (head, name) => {
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
};

const split = (part) => {
  const at = part.search(/\r?\n\r?\n/);
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at).replace(/^\r?\n\r?\n/, '')];
};

const decodeBody = (head, body) => {
  const encoding = headerOf(head, 'content-transfer-encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
};

/** The parts of a multipart message. Null if there is only one. */
const partsOf = (raw) => {
  const [head, body] = split(raw);
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(head)?.[1];
  return boundary ? body.split(`--${boundary}`).map((part) => split(part.replace(/^\r?\n/, ''))) : null;
};

const partOf = (parts, type) => parts.find(([head]) => new RegExp(`content-type:\\s*text/${type}`, 'i').test(head));

/** The first text/plain part, or the whole body if there is only one. */
const textOf = (raw) => {
  const parts = partsOf(raw);
  return decodeBody(...(parts ? (partOf(parts, 'plain') ?? parts[1] ?? ['', '']) : split(raw)));
};

const htmlOf = (raw) => decodeBody(...(partOf(partsOf(raw) ?? [], 'html') ?? ['', '']));

const readMail = (raw, from, to) => ({
  from,
  to,
  subject: decodeWords(headerOf(split(raw)[0], 'subject')),
  text: textOf(raw).replace(/\r\n/g, '\n'),
  html: htmlOf(raw),
  raw,
});

/** Calls `refuses` for every email, and `onMail` for each accepted one. Resolves when the port is open. */
const startMailServer = async ({ port = 0, onMail, refuses = () => false }) => {
  const { SMTPServer } = require('smtp-server');
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => done(refuses() ? new Error('Not taking mail.') : null),
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const raw = Buffer.concat(chunks).toString('utf8');
        onMail(
          readMail(
            raw,
            mailFrom ? mailFrom.address : '',
            rcptTo.map((rcpt) => rcpt.address)
          )
        );
        done();
      });
    },
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.on('error', () => undefined);
  return {
    port: server.server.address().port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

module.exports = { startMailServer };
