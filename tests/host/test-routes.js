'use strict';

/**
 * Routes that a host may really have, registered only with MFA_TEST_HOST=1: an identity provider's way back (what Strapi's
 * Enterprise `redirectWithAuth` does, step by step), another plugin's page and JSON login, a login that breaks after
 * the session was made, a strategy of the host's own, and a route that asks for a fresh proof.
 */
const path = require('node:path');

const adminRoot = path.dirname(require.resolve('@strapi/admin/package.json'));
const sessionAuth = require(path.join(adminRoot, 'dist/server/shared/utils/session-auth.js'));

const SUCCESS = '/auth/login/success';
const FAILURE = '/auth/login/error';

const adminUrl = (tail) => `${strapi.config.get('admin.url') || '/admin'}${tail}`;
const userService = () => strapi.service('admin::user');

/** Makes a session as every login of Strapi does, and hands both cookies to the browser. */
const mint = async (ctx, user) => {
  const sessions = strapi.sessionManager('admin');
  const deviceId = sessionAuth.generateDeviceId();
  const refresh = await sessions.generateRefreshToken(String(user.id), deviceId, {
    type: 'refresh',
    metadata: sessionAuth.buildSessionMetadataFromContext(ctx),
  });
  ctx.cookies.set(
    sessionAuth.REFRESH_COOKIE_NAME,
    refresh.token,
    sessionAuth.buildCookieOptionsWithExpiry('refresh', refresh.absoluteExpiresAt, ctx.request.secure)
  );
  const access = await sessions.generateAccessToken(refresh.token);
  if ('error' in access) throw new Error('No access token for the session that was just made.');
  ctx.cookies.set(sessionAuth.getAccessCookieName(), access.token, {
    httpOnly: false,
    secure: ctx.request.secure && process.env.NODE_ENV === 'production',
    overwrite: true,
    domain: sessionAuth.getAccessCookieDomain(),
    path: sessionAuth.getAccessCookiePath(),
  });
  return access.token;
};

const announce = (user, provider) =>
  strapi.eventHub.emit('admin.auth.success', { user: userService().sanitizeUser(user), provider });

/** The person whom the identity provider vouches for; made on the fly when `role` (an id) is given, as auto-register does. */
const vouched = async (ctx, provider) => {
  const { email, role } = ctx.query;
  const known = await userService().findOneByEmail(String(email));
  if (known || !role) return known;
  const user = await userService().create({
    email: String(email),
    firstname: 'Sam',
    lastname: 'Single-Sign-On',
    roles: [Number(role)],
    isActive: true,
    registrationToken: null,
  });
  strapi.eventHub.emit('admin.auth.autoRegistration', { user, provider });
  return user;
};

const identityProvider = async (ctx) => {
  const { provider } = ctx.params;
  const user = await vouched(ctx, provider);
  if (!user || !user.isActive) {
    strapi.eventHub.emit('admin.auth.error', { error: new Error('Nobody is vouched for.'), provider });
    return ctx.redirect(adminUrl(FAILURE));
  }
  try {
    await mint(ctx, user);
    announce(user, provider);
    return ctx.redirect(adminUrl(SUCCESS));
  } catch (error) {
    strapi.eventHub.emit('admin.auth.error', { error, provider });
    return ctx.redirect(adminUrl(FAILURE));
  }
};

/** Looks up the person with this address; a route that knows nobody answers 400, as a login would. */
const knownUser = async (ctx, email) => {
  const user = email ? await userService().findOneByEmail(String(email)) : null;
  if (!user) ctx.badRequest('Nobody has this address.');
  return user;
};

/** The page some community plugins answer with: a script that puts the token where the panel looks for it. */
const page = async (ctx) => {
  const user = await knownUser(ctx, ctx.query.email);
  if (!user) return;
  const token = await mint(ctx, user);
  announce(user, 'page');
  ctx.type = 'html';
  ctx.body = `<!doctype html><script>sessionStorage.setItem('jwtToken', JSON.stringify('${token}'));location='${adminUrl('/')}'</script>`;
};

const json = async (ctx) => {
  const user = await knownUser(ctx, ctx.request.body?.email);
  if (!user) return;
  const token = await mint(ctx, user);
  announce(user, 'local');
  ctx.body = { data: { token, accessToken: token, user: userService().sanitizeUser(user) } };
};

const breaking = async (ctx) => {
  await json(ctx);
  if (ctx.status !== 200) return;
  throw new Error('This door breaks after it has made a session.');
};

/** A host's own way to authenticate an admin route, e.g. a header set by a proxy. */
const proxyStrategy = {
  name: 'test-proxy',
  async authenticate(ctx) {
    const id = ctx.request.header['x-proxy-user'];
    if (!id) return { authenticated: false };
    const user = await strapi.db.query('admin::user').findOne({ where: { id: Number(id) }, populate: ['roles'] });
    if (!user) return { authenticated: false };
    ctx.state.user = user;
    return { authenticated: true, credentials: user, ability: null };
  },
};

const answer = (ctx) => {
  ctx.body = { data: { reached: true } };
};

const open = (host) => {
  const route = (method, routePath, handler, config) => ({ method, path: routePath, handler, config });
  host.server.routes({
    type: 'admin',
    prefix: '/admin',
    routes: [
      route('GET', '/connect/:provider', identityProvider, { auth: false }),
      route('GET', '/test-routes/page', page, { auth: false }),
      route('POST', '/test-routes/json', json, { auth: false }),
      route('POST', '/test-routes/breaking', breaking, { auth: false }),
      route('GET', '/test-routes/proxy', answer, { auth: { scope: [], strategies: [proxyStrategy] } }),
      route('GET', '/test-routes/several-handlers', [(ctx, next) => next(), answer], {}),
      route('POST', '/test-routes/fresh-proof', answer, { mfa: { stepUp: true } }),
    ].map((entry) => ({ ...entry, info: {} })),
  });
  host.server.routes({
    type: 'content-api',
    prefix: '/test-routes',
    routes: [{ ...route('POST', '/json', json, { auth: false }), info: {} }],
  });
};

module.exports = { open };
