/** An HTTP endpoint on loopback that accepts and stores text messages (SMS). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { patience } from './timeouts';

export interface CaughtText {
  to: string;
  text: string;
}

/** A request to the endpoint, for providers with their own format. */
export interface CaughtRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface TextCatcher {
  url: string;
  readonly texts: CaughtText[];
  readonly requests: CaughtRequest[];
  to(number: string): CaughtText[];
  waitFor(number: string, match?: (text: CaughtText) => boolean, withinMs?: number): Promise<CaughtText>;
  /** Sets the status of all later responses. Anything other than 2xx is a refusal. */
  answerWith(status: number, delayMs?: number): void;
  clear(): void;
  stop(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const asText = (body: string): CaughtText | null => {
  try {
    const { to, text } = JSON.parse(body) as Partial<CaughtText>;
    return typeof to === 'string' && typeof text === 'string' ? { to, text } : null;
  } catch {
    return null;
  }
};

export const catchTexts = async (): Promise<TextCatcher> => {
  const texts: CaughtText[] = [];
  const requests: CaughtRequest[] = [];
  let answer = { status: 200, delayMs: 0 };

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const text = asText(body);
    if (answer.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    if (text && answer.status < 300) texts.push(text);
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const to = (number: string) => texts.filter((text) => text.to === number);
  return {
    url: `http://127.0.0.1:${port}/send`,
    texts,
    requests,
    to,
    async waitFor(number, match = () => true, withinMs = patience(10_000)) {
      for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
        const text = to(number).findLast(match);
        if (text) return text;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`No such text message to ${number} within ${withinMs} ms; ${texts.length} in all.`);
    },
    answerWith(status, delayMs = 0) {
      answer = { status, delayMs };
    },
    clear() {
      texts.length = 0;
      requests.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
