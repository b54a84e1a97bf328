'use strict';

/**
 * What the plugin strapi-identity does to a login (0.7): it lets Strapi make the session, takes the cookies and the
 * token out of the answer, and makes another session after a code. The code is always `424242`.
 */
const path = require('node:path');

const adminRoot = path.dirname(require.resolve('@strapi/admin/package.json'));
const sessionAuth = require(path.join(adminRoot, 'dist/server/shared/utils/session-auth.js'));

const CODE = '424242';
const SETTINGS = 'plugin::strapi-identity.strapi-identity-config';
const TOKENS = 'plugin::strapi-identity.mfa-token';
const COOKIE = 'strapi_admin_mfa';

const type = (name, attributes) => ({
  schema: {
    kind: 'collectionType',
    collectionName: `${name}s`,
    info: { singularName: name, pluralName: `${name}s`, displayName: name },
    options: { draftAndPublish: false },
    attributes,
  },
});

const guarded = async (id) => {
  const settings = await strapi.db.query(SETTINGS).findOne({ where: {} });
  if (!settings?.enabled) return false;
  return (await strapi.db.query(TOKENS).count({ where: { admin_user: { id: Number(id) }, enabled: true } })) > 0;
};

const takeBack = async (ctx, next) => {
  await next();
  const token = ctx.body?.data?.token;
  if (!token) return;
  const { payload } = strapi.sessionManager('admin').validateAccessToken(token);
  if (!(await guarded(payload.userId))) return;
  ctx.res.removeHeader('set-cookie');
  ctx.cookies.set(COOKIE, String(payload.userId), { httpOnly: true, signed: false });
  ctx.body.data = { data: {}, error: null };
};

const verify = async (ctx) => {
  const userId = ctx.cookies.get(COOKIE, { signed: false });
  if (!userId || ctx.request.body?.code !== CODE) return ctx.badRequest('Invalid MFA code');
  const sessions = strapi.sessionManager('admin');
  const refresh = await sessions.generateRefreshToken(userId, sessionAuth.generateDeviceId(), { type: 'session' });
  ctx.cookies.set(
    sessionAuth.REFRESH_COOKIE_NAME,
    refresh.token,
    sessionAuth.buildCookieOptionsWithExpiry('session', undefined, ctx.request.secure)
  );
  const { token } = await sessions.generateAccessToken(refresh.token);
  ctx.body = { data: { token, accessToken: token }, error: null };
};

/** Sets up, switches off, changes its settings: what the real one does behind a panel session and nothing else. */
const reached = (ctx) => {
  ctx.body = { data: { reached: true } };
};

const own = (method, at, handler) => ({
  method,
  path: at,
  handler,
  config: { policies: ['admin::isAuthenticatedAdmin'] },
});

module.exports = () => ({
  register({ strapi: host }) {
    const login = host.admin.routes.admin.routes.find(({ method, path: at }) => method === 'POST' && at === '/login');
    const { middlewares = [] } = login.config;
    login.config.middlewares = [...middlewares, takeBack];
  },
  contentTypes: {
    'mfa-token': type('mfa-token', {
      admin_user: { type: 'relation', relation: 'oneToOne', target: 'admin::user' },
      enabled: { type: 'boolean', default: false },
      // As 0.7.4 has them.
      type: { type: 'enumeration', enum: ['totp', 'hotp', 'email'], default: 'totp' },
      secret: { type: 'string', private: true },
      counter: { type: 'biginteger', default: '0' },
      digits: { type: 'integer', default: 6 },
      recovery_codes: { type: 'json', private: true },
    }),
    'strapi-identity-config': type('strapi-identity-config', { enabled: { type: 'boolean', default: false } }),
  },
  controllers: {
    controller: {
      verify,
      enable: reached,
      setup: reached,
      disable: reached,
      enableEmail: reached,
      setupEmail: reached,
      requestDisableEmailOTP: reached,
      checkStatus: reached,
    },
    admin: { reset: reached },
    config: { updateConfig: reached },
  },
  routes: {
    admin: {
      type: 'admin',
      routes: [
        { method: 'POST', path: '/verify', handler: 'controller.verify', config: { auth: false } },
        own('POST', '/enable', 'controller.enable'),
        own('POST', '/setup', 'controller.setup'),
        own('POST', '/disable', 'controller.disable'),
        own('POST', '/enable-email', 'controller.enableEmail'),
        own('POST', '/setup-email', 'controller.setupEmail'),
        own('POST', '/disable-email/request', 'controller.requestDisableEmailOTP'),
        own('GET', '/status', 'controller.checkStatus'),
        own('DELETE', '/admin/user/:id', 'admin.reset'),
        own('PUT', '/config', 'config.updateConfig'),
      ],
    },
  },
});
