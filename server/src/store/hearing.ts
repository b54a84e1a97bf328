import type { Core } from '@strapi/strapi';

type Lifecycles = Core.Strapi['db']['lifecycles'];
type Properties = Parameters<Lifecycles['run']>[2];
type Ears = Partial<Record<Parameters<Lifecycles['run']>[0], (event: Properties) => void | Promise<void>>>;

/**
 * Hears what happens to the rows of one model, whatever else goes on. Strapi switches its own subscribers off for as long
 * as anybody transfers data into or out of the running host, and people log in and change passwords meanwhile.
 * Returns a function that stops it.
 */
export const hear = (strapi: Core.Strapi, uid: string, ears: Ears): (() => void) => {
  const { lifecycles } = strapi.db;
  const original = lifecycles.run;
  lifecycles.run = async (...given) => {
    const [action, model, properties] = given;
    const states = await original.apply(lifecycles, given);
    if (model === uid) await ears[action]?.(properties);
    return states;
  };
  return () => {
    lifecycles.run = original;
  };
};
