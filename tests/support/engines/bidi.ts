/** WebDriver BiDi's transport: numbered commands and events over one WebSocket. */
import WebSocket from 'ws';

export interface Connection {
  /** Fails with the browser's own message. */
  send<T = unknown>(method: string, params: object): Promise<T>;
  on<T>(event: string, hear: (params: T) => void): void;
  close(): void;
}

interface Waiting {
  done(result: unknown): void;
  failed(error: Error): void;
}

type Message =
  | { type: 'success'; id: number; result: unknown }
  | { type: 'error'; id: number | null; error: string; message: string }
  | { type: 'event'; method: string; params: unknown };

export const connect = (address: string): Promise<Connection> =>
  new Promise((opened, refused) => {
    const socket = new WebSocket(address);
    const waiting = new Map<number, Waiting>();
    const hearers: { event: string; hear(params: unknown): void }[] = [];
    let last = 0;

    const send = <T>(method: string, params: object): Promise<T> =>
      new Promise<T>((done, failed) => {
        last += 1;
        waiting.set(last, {
          done: (result) => done(result as T),
          failed: (error) => failed(new Error(`${method}: ${error.message}`)),
        });
        socket.send(JSON.stringify({ id: last, method, params }));
      });

    socket.once('error', refused);
    socket.once('open', () =>
      opened({
        send,
        on: (event, hear) => void hearers.push({ event, hear: hear as (params: unknown) => void }),
        close: () => socket.close(),
      })
    );
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.type === 'event') {
        for (const { event, hear } of hearers) if (event === message.method) hear(message.params);
        return;
      }
      const asked = waiting.get(message.id ?? 0);
      waiting.delete(message.id ?? 0);
      if (message.type === 'success') asked?.done(message.result);
      else asked?.failed(new Error(`${message.error}: ${message.message}`));
    });
    socket.on('close', () => {
      for (const { failed } of waiting.values()) failed(new Error('the browser is gone'));
      waiting.clear();
    });
  });
