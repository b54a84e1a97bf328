/** `/.well-known/webauthn` (WebAuthn L3 §5.11): the relying party's domain vouches for the panel's other addresses. */
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import type { Container } from '../container';
import { relatedOrigins, relyingParty } from '../factors';

const PATH = '/.well-known/webauthn';

/** Served at the root and to everybody, if a configured origin needs it. The host's own file takes precedence. */
export const serveRelatedOrigins = (strapi: Core.Strapi, container: () => Container): void => {
  strapi.server.router.get(PATH, async (ctx: Context, next: Next) => {
    const rp = relyingParty(container().config, strapi.config.get('admin.absoluteUrl'));
    if (!rp.ok || relatedOrigins(rp).length === 0) return next();
    ctx.body = { origins: rp.origins };
  });
};
