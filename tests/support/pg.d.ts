/** The part of `pg` that the tests use. The package has no types. */
declare module 'pg' {
  export class Client {
    constructor(options: { host: string; port: number; user: string; password?: string; database: string });
    connect(): Promise<void>;
    query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
    end(): Promise<void>;
  }
}
