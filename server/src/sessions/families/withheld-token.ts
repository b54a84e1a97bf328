/**
 * An access token of a session that was rolled back, for Strapi to complete its answer with. Strapi itself would look for
 * the session and verify the refresh token first, at every login that leads to a question.
 */
import { createHmac } from 'node:crypto';

import type { Core } from '@strapi/strapi';

const HS256 = 'HS256';
const HEADER = { alg: HS256, typ: 'JWT' };
const DEFAULT_LIFESPAN_SECONDS = 1800;
/** Options that say nothing about a token signed with the secret. */
const OTHER_USES = new Set(['algorithm', 'expiresIn', 'privateKey', 'publicKey']);

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** RFC 7519, as Strapi signs it. Null if the site has changed how: then Strapi has to sign it. */
export const withheldToken = (
  strapi: Core.Strapi,
  { userId, sessionId }: { userId: number; sessionId: string }
): string | null => {
  const secret: unknown = strapi.config.get('admin.auth.secret');
  const options: object = strapi.config.get('admin.auth.options') ?? {};
  const { algorithm = HS256 }: { algorithm?: unknown } = options;
  const plain = algorithm === HS256 && Object.keys(options).every((name) => OTHER_USES.has(name));
  if (!plain || typeof secret !== 'string' || secret === '') return null;
  const lifespan = Number(strapi.config.get('admin.auth.sessions.accessTokenLifespan', DEFAULT_LIFESPAN_SECONDS));
  const iat = Math.floor(Date.now() / 1000);
  const payload = { userId: String(userId), sessionId, type: 'access', iat, exp: iat + lifespan };
  const signed = `${encoded(HEADER)}.${encoded(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};
