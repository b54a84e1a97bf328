/**
 * The attack: use a stolen session with an expired proof. Creating a credential requires a new proof, so the thief
 * reads an existing one: a token that Strapi shows again, a webhook's header, or a link that was emailed to someone.
 */
import {
  createPerson,
  MINUTE,
  proven,
  signInWithTotp,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Session,
} from '../support';
import { codeOf } from './whole-host';

const ARTICLE = 'api::article.article';
const HEADER = 'Bearer planted-in-a-webhook-header';
const PROVIDER_KEY = 'planted-in-the-mail-provider';
const LINKS = { resetPasswordToken: 'planted-reset-link', registrationToken: 'planted-invitation' };

let host: Host;
let admin: Administrator;
const planted: Record<string, string> = {};
const ids: Record<string, (number | string)[]> = {};

const plantTokens = async (session: Session): Promise<void> => {
  const common = { description: '', lifespan: null };
  const api = { name: 'api', type: 'full-access', permissions: null, ...common };
  const own = { name: 'machine', adminPermissions: [], ...common };
  const transfer = { name: 'transfer', permissions: ['push'], ...common };
  for (const [path, body] of Object.entries({ 'api-tokens': api, 'admin-tokens': own, 'transfer/tokens': transfer })) {
    const made = await session.post(`/admin/${path}`, body).expect(201);
    planted[path] = made.body.data.accessKey;
    ids[path] = [made.body.data.id];
  }
  const where = { id: ids['api-tokens']?.[0] };
  const row = await host.strapi.db.query('admin::api-token').findOne({ where });
  planted['sealed token'] = row.encryptedKey;
  ids.documents = [row.documentId];
};

const plantWebhook = async (session: Session): Promise<void> => {
  const hook = { name: 'deploy', url: 'https://hooks.example.com/', headers: { authorization: HEADER }, events: [] };
  const made = await session.post('/admin/webhooks', hook).expect(201);
  planted['webhook header'] = HEADER;
  ids.webhooks = [made.body.data.id];
};

/** Rows that refer to the person who created them. */
const plantRelations = async ({ session, person }: Administrator): Promise<void> => {
  await session.post(`/content-manager/collection-types/${ARTICLE}`, { title: 'Mine' }).expect(201);
  const file = { name: 'a.png', hash: 'a', mime: 'image/png', size: 1, url: '/a.png', provider: 'local' };
  const data = { ...file, folderPath: '/', createdBy: person.id };
  await host.strapi.db.query('plugin::upload.file').create({ data });
  const { password } = await host.strapi.db.query('admin::user').findOne({ where: { id: person.id } });
  planted['own password hash'] = password;
};

const plantLinks = async (): Promise<void> => {
  const { id } = await createPerson(host);
  await host.strapi.db.query('admin::user').update({ where: { id }, data: { ...LINKS } });
  Object.assign(planted, LINKS);
  const { password } = await host.strapi.db.query('admin::user').findOne({ where: { id } });
  planted['password hash'] = password;
};

beforeAll(async () => {
  host = await startHost({
    config: { plugins: { email: { config: { providerOptions: { key: PROVIDER_KEY } } } } },
  });
  admin = await proven(host, await createPerson(host, { roles: [SUPER] }));
  await plantTokens(admin.session);
  await plantWebhook(admin.session);
  await plantLinks();
  await plantRelations(admin);
  planted['mail provider'] = PROVIDER_KEY;
  planted['app seed'] = admin.app.secret;
  planted['recovery code'] = String(admin.app.recoveryCodes?.[0]);
  planted['encryption key'] = host.strapi.config.get('admin.secrets.encryptionKey');
  planted['token secret'] = host.strapi.config.get('admin.auth.secret');
  for (const [name, secret] of Object.entries(planted)) expect([name, secret.length > 10]).toEqual([name, true]);
});

afterAll(async () => {
  await host?.stop();
});

/** Types whose rows hold a planted secret, and a content type that refers to people. */
const TYPES = ['admin::api-token', 'admin::transfer-token', 'admin::user', 'admin::role', 'admin::session'];
const MODELS = [...TYPES, 'strapi::core-store', 'strapi::webhook', 'api::article.article', 'plugin::upload.file'];
const TYPE_NAMES = ['model', 'uid', 'contentType', 'contentTypeUID'];

/** Every path that a route's pattern can take here: each type, and each row with a planted secret. */
const pathsOf = (pattern: string): string[] => {
  const [documents = [], ...others] = [ids.documents, ...Object.values(ids)];
  let paths = [pattern.replace(/\(\.\*\)/g, 'x')];
  for (const [whole, name] of pattern.matchAll(/:([A-Za-z_]+)(\([^)]*\))?[?*+]?/g)) {
    const ofModel = MODELS.some((model) => paths[0]?.includes(model));
    const rows = ofModel ? documents.slice(0, 1) : [...new Set(others.flat())].slice(0, 6);
    const values = TYPE_NAMES.includes(String(name)) ? MODELS : rows.map(String);
    paths = paths.flatMap((path) => values.map((value) => path.replace(whole, value)));
  }
  return paths;
};

const getRoutes = (): string[] => {
  const layers: { methods: string[]; path: string }[] = host.strapi.server.api('admin').listRoutes();
  return [...new Set(layers.filter(({ methods }) => methods.includes('GET')).map(({ path }) => path))];
};

/** The test sends hundreds of requests, which take a while on a busy machine. */
const WALK_MS = 5 * MINUTE;

const found = (text: string): string[] =>
  Object.entries(planted).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

const EVERYTHING = '?populate=*&pageSize=100';
/** Adds queries that the panel never sends, such as relations of relations. */
const queriesOf = (route: string): string[] =>
  route.includes(':') ? ['', EVERYTHING] : ['', EVERYTHING, '?populate[users][populate]=*', '?populate[0]=createdBy'];

describe('a session whose proof has aged', () => {
  it(
    'gets no stored credential from any GET route there is [C34]',
    async () => {
      host.clock.advance(11 * MINUTE);
      const leaks: string[] = [];
      const asked = new Set<string>();
      let walked = 0;
      for (const route of getRoutes()) {
        for (const path of pathsOf(route)) {
          for (const query of queriesOf(route)) {
            walked += 1;
            const answer = await admin.session.get(`${path}${query}`);
            const shown = found(`${JSON.stringify(answer.headers)}${answer.text ?? ''}`);
            if (shown.length > 0) leaks.push(`${path}${query}: ${shown.join(', ')}`);
            if (query === '' && answer.body?.error?.details?.reason === 'sensitive_action') asked.add(route);
          }
        }
      }
      expect(leaks).toEqual([]);
      expect(walked).toBeGreaterThan(200);
      const single = ['/admin/api-tokens/:id', '/admin/admin-tokens/:id', '/admin/transfer/tokens/:id'];
      expect([...asked]).toEqual(expect.arrayContaining([...single, '/admin/webhooks/:id', '/admin/webhooks']));
    },
    WALK_MS
  );

  it('reads on where nothing is given away: lists of tokens, people, roles, content [C34]', async () => {
    host.clock.advance(11 * MINUTE);
    const free = ['api-tokens', 'admin-tokens', 'transfer/tokens', 'users', 'users/2', 'roles', 'users/me/permissions'];
    for (const path of [...free.map((one) => `/admin/${one}`), '/content-manager/init']) {
      expect([path, (await admin.session.get(path)).status]).toEqual([path, 200]);
    }
    const searched = await admin.session.get(`/content-manager/collection-types/${ARTICLE}?_q=password&page=1`);
    expect(searched.status).toBe(200);
  });

  it('learns nothing of one by filter or order either [C34]', async () => {
    for (const query of [
      'filters[users][resetPasswordToken][$startsWith]=planted',
      'filters[$and][0][users][registrationToken][$startsWith]=p',
      'sort=users.resetPasswordToken:asc',
      'fields[0]=accessKey',
    ]) {
      for (const path of ['/admin/roles', '/admin/users', `/content-manager/collection-types/${ARTICLE}`]) {
        expect([query, codeOf(await admin.session.get(`${path}?${query}`))]).toEqual([query, 'MFA_REQUIRED']);
      }
    }
  });

  it('lists webhooks that hold nothing without being asked, and sees one after a proof [C34]', async () => {
    const { session, person, app } = admin;
    expect(codeOf(await session.get('/admin/webhooks'))).toBe('MFA_REQUIRED');
    const fresh = await signInWithTotp(host, person, app);
    const shown = await fresh.get(`/admin/webhooks/${ids.webhooks?.[0]}`).expect(200);
    expect(shown.body.data.headers).toEqual({ authorization: HEADER });
    const plain = { name: 'deploy', url: 'https://hooks.example.com/build', headers: {}, events: [] };
    await fresh.put(`/admin/webhooks/${ids.webhooks?.[0]}`, plain).expect(200);
    expect((await session.get('/admin/webhooks')).status).toBe(200);
    await fresh.put(`/admin/webhooks/${ids.webhooks?.[0]}`, { ...plain, url: `${plain.url}?token=abc` }).expect(200);
    expect(codeOf(await session.get('/admin/webhooks'))).toBe('MFA_REQUIRED');
  });
});
