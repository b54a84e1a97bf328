import type { Core } from '@strapi/strapi';

type Lifecycles = Core.Strapi['db']['lifecycles'];
type Properties = Parameters<Lifecycles['run']>[2];
type Ears = Partial<Record<Parameters<Lifecycles['run']>[0], (event: Properties) => void | Promise<void>>>;

/**
 * The listeners by model. Every statement of Strapi passes here, so a model without listeners costs only one lookup.
 */
const listening = new WeakMap<Lifecycles, Map<string, Set<Ears>>>();

const listen = (lifecycles: Lifecycles): Map<string, Set<Ears>> => {
  const heard = new Map<string, Set<Ears>>();
  const original = lifecycles.run;
  const tell = async (ears: Set<Ears>, given: Parameters<Lifecycles['run']>) => {
    const [action, , properties] = given;
    const states = await original.apply(lifecycles, given);
    for (const one of ears) await one[action]?.(properties);
    return states;
  };
  const hears = (ears: Set<Ears>, action: keyof Ears): boolean => {
    for (const one of ears) if (one[action]) return true;
    return false;
  };
  lifecycles.run = (...given) => {
    const ears = heard.get(given[1]);
    return ears && hears(ears, given[0]) ? tell(ears, given) : original.apply(lifecycles, given);
  };
  listening.set(lifecycles, heard);
  return heard;
};

/**
 * Listens to the rows of one model, even during a transfer. Strapi turns its own subscribers off meanwhile, although
 * people still log in and change passwords. Returns a function that stops it.
 */
export const listenTo = (strapi: Core.Strapi, uid: string, ears: Ears): (() => void) => {
  const { lifecycles } = strapi.db;
  const heard = listening.get(lifecycles) ?? listen(lifecycles);
  const all = heard.get(uid) ?? new Set();
  heard.set(uid, all.add(ears));
  return () => {
    all.delete(ears);
    if (all.size === 0) heard.delete(uid);
  };
};
