import { getFetchClient } from '@strapi/strapi/admin';

import { readRefusal } from './refusal';
import { type Answer } from '../factors';

export interface Progress {
  rows: number;
  /** Null if the server didn't say how many rows will come. */
  total: number | null;
}

interface ExportOptions {
  /** The path below the backend, with its query. */
  path: string;
  /** The panel's newest access token. */
  token(): string | null;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

const backend = (): string =>
  (window as unknown as { strapi?: { backendURL?: string } }).strapi?.backendURL ?? window.location.origin;

const NEWLINE = 10;

const lines = (chunk: Uint8Array): number => chunk.reduce((count, byte) => (byte === NEWLINE ? count + 1 : count), 0);

const request = ({ path, token, signal }: ExportOptions): Promise<Response> =>
  fetch(`${backend()}${path}`, { headers: { authorization: `Bearer ${token() ?? ''}` }, signal });

/** Strapi's own client renews an expired token with a cheap request. Then the export is requested again. */
const open = async (options: ExportOptions): Promise<Response> => {
  const response = await request(options);
  if (response.status !== 401) return response;
  await getFetchClient().get('/mfa/gate', { signal: options.signal });
  return request(options);
};

const drain = async (response: Response, onProgress: ExportOptions['onProgress']): Promise<Blob> => {
  const announced = Number(response.headers.get('x-total-count') ?? Number.NaN);
  const total = Number.isFinite(announced) ? announced : null;
  const parts: BlobPart[] = [];
  const reader = response.body?.getReader();
  let rows = 0;
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    parts.push(chunk.value);
    rows += lines(chunk.value);
    onProgress({ rows: total === null ? rows : Math.min(rows, total), total });
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? 'application/octet-stream' });
};

/** Reads an export of any length and reports the progress. The gate asks for a recent proof in between if needed. */
export const readExport = async (options: ExportOptions): Promise<Answer<Blob>> => {
  try {
    const response = await open(options);
    if (response.ok) return { ok: true, data: await drain(response, options.onProgress) };
    const body: unknown = await response.json().catch(() => ({}));
    return { ok: false, refusal: readRefusal({ response: { data: body }, status: response.status }) };
  } catch (thrown) {
    return { ok: false, refusal: readRefusal(thrown) };
  }
};
