import type { Core } from '@strapi/strapi';

type Lifecycles = Core.Strapi['db']['lifecycles'];
type Properties = Parameters<Lifecycles['run']>[2];
type Listeners = Partial<Record<Parameters<Lifecycles['run']>[0], (event: Properties) => void | Promise<void>>>;

/**
 * The listeners by model. Every statement of Strapi passes here, so a model without listeners costs only one lookup.
 */
const listening = new WeakMap<Lifecycles, Map<string, Set<Listeners>>>();

const listen = (lifecycles: Lifecycles): Map<string, Set<Listeners>> => {
  const heard = new Map<string, Set<Listeners>>();
  const original = lifecycles.run;
  const tell = async (listeners: Set<Listeners>, given: Parameters<Lifecycles['run']>) => {
    const [action, , properties] = given;
    const states = await original.apply(lifecycles, given);
    for (const one of listeners) await one[action]?.(properties);
    return states;
  };
  const isHeard = (listeners: Set<Listeners>, action: keyof Listeners): boolean => {
    for (const one of listeners) if (one[action]) return true;
    return false;
  };
  lifecycles.run = (...given) => {
    const listeners = heard.get(given[1]);
    return listeners && isHeard(listeners, given[0]) ? tell(listeners, given) : original.apply(lifecycles, given);
  };
  listening.set(lifecycles, heard);
  return heard;
};

/**
 * Listens to the rows of one model, even during a transfer. Strapi turns its own subscribers off meanwhile, although
 * people still log in and change passwords. Returns a function that stops it.
 */
export const listenTo = (strapi: Core.Strapi, uid: string, listeners: Listeners): (() => void) => {
  const { lifecycles } = strapi.db;
  const heard = listening.get(lifecycles) ?? listen(lifecycles);
  const all = heard.get(uid) ?? new Set();
  heard.set(uid, all.add(listeners));
  return () => {
    all.delete(listeners);
    if (all.size === 0) heard.delete(uid);
  };
};
