'use strict';

/** A plugin that is listed before ours and mounts its routes at once: a login of its own, and a middleware. */
const mint = async (ctx) => {
  const sessions = strapi.sessionManager('admin');
  const refresh = await sessions.generateRefreshToken(String(ctx.request.body.userId), 'early', { type: 'session' });
  ctx.cookies.set('strapi_admin_refresh', refresh.token, { httpOnly: true, path: '/admin' });
  const { token } = await sessions.generateAccessToken(refresh.token);
  ctx.body = { data: { token } };
};

module.exports = () => ({
  register({ strapi: host }) {
    host.server.api('admin').use(async (ctx, next) => {
      await next();
      ctx.set('X-Early', 'passed');
    });
    const route = { method: 'POST', path: '/mint', handler: mint, config: { auth: false }, info: {} };
    host.server.routes({ type: 'admin', prefix: '/early', routes: [route] });
  },
});
