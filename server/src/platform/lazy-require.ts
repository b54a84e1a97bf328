import { createRequire } from 'node:module';

/**
 * Loads one of the plugin's libraries when first needed, so that Strapi doesn't wait for it at startup. Uses `require`
 * where available, because Jest and Plug'n'Play support it in CommonJS.
 */
export const lazyRequire = async <T>(name: string): Promise<T> => {
  if (typeof __filename !== 'string') return (await import(/* @vite-ignore */ name)) as T;
  return createRequire(__filename)(name) as T;
};
