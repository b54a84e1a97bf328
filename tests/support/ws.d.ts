/** The part of `ws` that the tests use. The package has no types. */
declare module 'ws' {
  export default class WebSocket {
    constructor(address: string);
    once(event: 'open', hear: () => void): void;
    once(event: 'error', hear: (error: Error) => void): void;
    on(event: 'message', hear: (data: unknown) => void): void;
    on(event: 'close', hear: () => void): void;
    send(text: string): void;
    close(): void;
  }
}
