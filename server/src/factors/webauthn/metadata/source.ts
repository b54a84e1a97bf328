/** Reads FIDO metadata from a file that the operator provides, or from a URL whose last answer is kept on disk. */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { type MfaConfig, sha256Hex } from '../../../platform';

type Wanted = NonNullable<MfaConfig['webauthn']['metadata']>;

export interface Source {
  /** PEM, or null for the library's own. */
  roots(): Promise<readonly string[] | null>;
  /** Reads the newest edition. */
  read(): Promise<string>;
  /** Identifies an edition of a file without reading it. Null for a URL, which has to be read. */
  edition(): Promise<string | null>;
  /** The copy that an earlier process kept, or null. */
  kept(): Promise<string | null>;
  keep(blob: string): Promise<void>;
}

/** Current blobs have 6 to 10 MB. */
const MOST_BYTES = 64 * 1024 * 1024;
const PATIENCE_MS = 30_000;

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

class Refused extends Error {
  override readonly name = 'HttpStatus';
  constructor(readonly status: number) {
    super('an answer that is no metadata');
  }
}

const download = async (url: string): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok || !response.body) throw new Refused(response.status);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const readFileWithin = async (path: string): Promise<string> => {
  if ((await stat(path)).size > MOST_BYTES) throw new TooLarge();
  return readFile(path, 'utf8');
};

const orNull = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** @param appRoot the project's folder; `file` and the paths in `roots` are relative to it */
export const createSource = ({ file, url, roots }: Wanted, appRoot: string): Source => {
  const place = (path: string): string => (isAbsolute(path) ? path : resolve(appRoot, path));
  const cache = url ? join(appRoot, '.cache', 'strapi-mfa', `fido-metadata-${sha256Hex(url).slice(0, 16)}.jwt`) : null;

  return {
    async roots() {
      if (!roots) return null;
      const texts = await Promise.all(
        roots.map(async (one) => (one.includes('-----BEGIN') ? one : readFile(place(one), 'utf8')))
      );
      return texts.flatMap((text) => text.match(PEM) ?? []);
    },

    read: () => (file ? readFileWithin(place(file)) : download(url ?? '')),

    async edition() {
      if (!file) return null;
      const { mtimeMs, size } = await stat(place(file));
      return `${mtimeMs}:${size}`;
    },

    kept: async () => cache && orNull(readFileWithin(cache)),

    /** Writes a temporary file and renames it, so that another process never reads half a file. */
    async keep(blob) {
      if (!cache) return;
      await mkdir(dirname(cache), { recursive: true });
      await writeFile(`${cache}.${process.pid}`, blob);
      await rename(`${cache}.${process.pid}`, cache);
    },
  };
};
