'use strict';

/**
 * What Strapi's own MFA for the panel does, as far as another plugin can meet it: its content types, its columns on
 * `admin::user`, its service, and a login in two steps of which only the second makes a session. The code is always
 * `424242`. MFA_TEST_NATIVE: `on`, `off`, or `silent` (there, and nothing says whether it is on).
 */
const path = require('node:path');

const adminRoot = path.dirname(require.resolve('@strapi/admin/package.json'));
const sessionAuth = require(path.join(adminRoot, 'dist/server/shared/utils/session-auth.js'));

const CODE = '424242';

const challengeType = {
  kind: 'collectionType',
  collectionName: 'strapi_admin_mfa_challenges',
  info: { singularName: 'mfa-challenge', pluralName: 'mfa-challenges', displayName: 'MFA challenge' },
  options: { draftAndPublish: false },
  pluginOptions: { 'content-manager': { visible: false }, 'content-type-builder': { visible: false } },
  attributes: { token: { type: 'string' }, userId: { type: 'string' } },
};

const challenges = () => strapi.db.query('admin::mfa-challenge');
const users = () => strapi.db.query('admin::user');

/** The password is right: with a second factor there is a challenge and no session. */
const secondStep = async (ctx, next) => {
  const user = await users().findOne({ where: { email: String(ctx.request.body?.email ?? '').toLowerCase() } });
  const right =
    user?.password && (await strapi.service('admin::auth').validatePassword(ctx.request.body.password, user.password));
  if (!right || !user.mfaEnabledAt) return next();
  const token = sessionAuth.generateDeviceId();
  await challenges().create({ data: { token, userId: String(user.id) } });
  ctx.body = { data: { mfaRequired: true, mfaToken: token } };
};

const answer = async (ctx) => {
  const { mfaToken, code } = ctx.request.body ?? {};
  const challenge = await challenges().findOne({ where: { token: String(mfaToken) } });
  if (!challenge || code !== CODE) return ctx.badRequest('Invalid code');
  await challenges().delete({ where: { id: challenge.id } });
  const sessions = strapi.sessionManager('admin');
  const refresh = await sessions.generateRefreshToken(challenge.userId, sessionAuth.generateDeviceId(), {
    type: 'session',
  });
  ctx.cookies.set(
    sessionAuth.REFRESH_COOKIE_NAME,
    refresh.token,
    sessionAuth.buildCookieOptionsWithExpiry('session', undefined, ctx.request.secure)
  );
  const { token } = await sessions.generateAccessToken(refresh.token);
  const user = await users().findOne({ where: { id: Number(challenge.userId) } });
  ctx.body = { data: { token, accessToken: token, user: strapi.service('admin::user').sanitizeUser(user) } };
};

const move = (host, how) => {
  host.get('content-types').add('admin::', { 'mfa-challenge': { schema: challengeType } });
  const columns = { mfaSecret: { type: 'string', private: true }, mfaEnabledAt: { type: 'datetime', private: true } };
  Object.assign(host.contentTypes['admin::user'].attributes, columns);
  if (how !== 'silent') host.get('services').set('admin::mfa', () => ({ isEnabled: () => how === 'on' }));
  if (how === 'off') return;
  const login = host.admin.routes.admin.routes.find(({ method, path: at }) => method === 'POST' && at === '/login');
  const { middlewares = [] } = login.config;
  login.config.middlewares = [...middlewares, secondStep];
  const route = { method: 'POST', path: '/login/mfa', handler: answer, config: { auth: false }, info: {} };
  host.server.routes({ type: 'admin', prefix: '/admin', routes: [route] });
};

module.exports = { move };
