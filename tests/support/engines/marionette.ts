/**
 * Firefox's own remote protocol, which geckodriver speaks too. Only it has virtual security keys (W3C WebAuthn §11); BiDi
 * doesn't yet. Each message is its length in bytes, a colon, and JSON.
 */
import { connect as connectTo } from 'node:net';

export interface Marionette {
  /** Fails with the browser's own message. */
  send<T = unknown>(name: string, params: object): Promise<T>;
  close(): void;
}

interface Waiting {
  done(result: unknown): void;
  failed(error: Error): void;
}

type Reply = [kind: 1, id: number, error: { error: string; message: string } | null, result: unknown];

/** Takes the complete messages out of what has arrived. */
const messagesIn = (bytes: Buffer): { messages: unknown[]; rest: Buffer } => {
  const messages: unknown[] = [];
  let rest = bytes;
  for (;;) {
    const colon = rest.indexOf(':');
    const size = Number(rest.subarray(0, Math.max(colon, 0)).toString());
    if (colon < 0 || rest.length < colon + 1 + size) return { messages, rest };
    messages.push(JSON.parse(rest.subarray(colon + 1, colon + 1 + size).toString()));
    rest = rest.subarray(colon + 1 + size);
  }
};

export const connectMarionette = (port: number): Promise<Marionette> =>
  new Promise((opened, refused) => {
    const socket = connectTo(port, '127.0.0.1');
    const waiting = new Map<number, Waiting>();
    let arrived: Buffer = Buffer.alloc(0);
    let last = 0;

    const send = <T>(name: string, params: object): Promise<T> =>
      new Promise<T>((done, failed) => {
        last += 1;
        waiting.set(last, { done: (result) => done(result as T), failed });
        const text = JSON.stringify([0, last, name, params]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      });

    socket.once('error', refused);
    socket.on('data', (chunk) => {
      const { messages, rest } = messagesIn(Buffer.concat([arrived, chunk]));
      arrived = rest;
      for (const message of messages) {
        // Before anything else, the browser says which protocol it speaks.
        if (!Array.isArray(message)) opened({ send, close: () => socket.destroy() });
        else {
          const [, id, error, result] = message as Reply;
          const asked = waiting.get(id);
          waiting.delete(id);
          if (error) asked?.failed(new Error(`${error.error}: ${error.message}`));
          else asked?.done(result);
        }
      }
    });
    socket.on('close', () => {
      for (const { failed } of waiting.values()) failed(new Error('the browser is gone'));
      waiting.clear();
    });
  });
