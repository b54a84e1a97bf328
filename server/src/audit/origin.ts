/** The origin of an event, read from the current request. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

import type { Core } from '@strapi/strapi';

import { ipAddressOf, type KeyRing, type Ports } from '../platform';
import { cleanText } from './clean-text';

export interface Origin {
  ip: string | null;
  userAgent: string | null;
  sessionHash: string | null;
  requestId: string | null;
  node: string;
}

export interface OriginReader {
  /** `sessionId`: a session that this request created. Default: the session of the request. */
  read(sessionId?: string): Origin;
}

interface RequestSeen {
  request?: { ip?: string; headers?: Record<string, string | string[] | undefined> };
  state?: { session?: { id?: string } };
}

const REQUEST_ID = /^[\w.:-]{8,64}$/;

export const createOriginReader = ({
  strapi,
  keys,
  ports,
}: {
  strapi: Core.Strapi;
  keys: KeyRing;
  ports: Ports;
}): OriginReader => {
  const node = cleanText(`${hostname()}#${process.pid}`, 120) ?? '';
  const ids = new WeakMap<object, string>();

  /** The request ID from a proxy, so that its log can be matched with ours. Otherwise an ID of our own. */
  const requestIdOf = (context: RequestSeen): string => {
    const given = context.request?.headers?.['x-request-id'];
    if (typeof given === 'string' && REQUEST_ID.test(given)) return given;
    const known = ids.get(context);
    if (known) return known;
    const made = ports.random.uuid();
    ids.set(context, made);
    return made;
  };

  /** A session ID is a kind of credential. Only its keyed hash is written, which is enough to group events. */
  const hashOf = (sessionId: string | undefined): string | null => {
    if (!sessionId) return null;
    return keys.activeId === null
      ? createHash('sha256').update(sessionId).digest('hex')
      : keys.mac('session-hash', sessionId);
  };

  return {
    read(sessionId) {
      const context = strapi.requestContext.get() as unknown as RequestSeen | undefined;
      return {
        // Koa's own reading: the socket's address, or the proxy's header if `server.proxy` says to trust it. Some
        // proxies pass on whatever the client sent.
        ip: ipAddressOf(context?.request?.ip),
        userAgent: cleanText(context?.request?.headers?.['user-agent']),
        sessionHash: hashOf(sessionId ?? context?.state?.session?.id),
        requestId: context?.request ? requestIdOf(context) : null,
        node,
      };
    },
  };
};
