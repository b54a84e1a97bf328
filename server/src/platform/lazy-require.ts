import { createRequire } from 'node:module';

/**
 * Loads a library of ours on first need: a host that starts does not wait for it. By `require` wherever there is one,
 * because that is what Jest and Plug'n'Play know how to serve to CommonJS.
 */
export const lazyRequire = async <T>(name: string): Promise<T> => {
  if (typeof __filename !== 'string') return (await import(/* @vite-ignore */ name)) as T;
  return createRequire(__filename)(name) as T;
};
