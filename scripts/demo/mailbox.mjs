/**
 * Receives the demo's emails and text messages: an SMTP server and an HTTP endpoint on loopback, and one page that
 * shows them. For development only. Nothing is kept when the demo ends.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { startMailServer } = createRequire(import.meta.url)('../lib/mail-server.cjs');
const KEPT = 200;

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; padding: 0 1rem; margin: 1rem 0; }
  h2 { font-size: 1rem; margin: .75rem 0 0; } p { margin: 0; opacity: .75; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .75rem 0; }`;

const entry = ({ kind, to, subject, text, at }) => `
  <article>
    <h2>${escape(subject ?? 'Text message')}</h2>
    <p>${kind === 'mail' ? 'Mail' : 'Text message'} to ${escape(to)} · ${at.toISOString().slice(11, 19)} UTC</p>
    <pre>${escape(text.trim())}</pre>
  </article>`;

const page = (messages) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3"><title>Mailbox (${messages.length})</title><style>${STYLE}</style></head>
<body><h1>Mailbox of the demo</h1>
${messages.length === 0 ? '<p>Nothing yet. Mails and text messages that the demo sends appear here.</p>' : ''}
${messages.map(entry).join('')}
</body></html>`;

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** @returns {Promise<{url: string, smtpPort: number, smsUrl: string, stop: () => Promise<void>}>} */
export const openMailbox = async (port) => {
  const messages = [];
  const keep = (message) => {
    messages.unshift({ ...message, at: new Date() });
    messages.length = Math.min(messages.length, KEPT);
  };
  const smtp = await startMailServer({
    onMail: ({ to, subject, text }) => keep({ kind: 'mail', to: to.join(', '), subject, text }),
  });

  const answer = async (request, response) => {
    if (request.method === 'POST') {
      const { to, text } = JSON.parse(await bodyOf(request));
      keep({ kind: 'sms', to: String(to), text: String(text) });
      return response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    }
    return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page(messages));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://localhost:${port}`;
  return { url, smtpPort: smtp.port, smsUrl: `http://127.0.0.1:${port}/sms`, stop: () => smtp.stop() };
};
