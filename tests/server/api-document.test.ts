/** Compares docs/openapi.json with a running host's routes, the controllers' schemas, and real responses. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { z } from 'zod';

import { openApi } from '../documents/openapi';
import { createPerson, personWithTotp, startHost, type Host } from '../support';
import { provenSuperAdmin, type Administrator } from '../support/policy';

type Operation = {
  operationId: string;
  summary: string;
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } };

const stored: Document = JSON.parse(readFileSync(resolve(__dirname, '../../docs/openapi.json'), 'utf8'));

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

const documented = (): string[] =>
  Object.entries(stored.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );

/** The routes below the plugin's prefix that Koa's router has. */
const routed = (): string[] =>
  host.strapi.server
    .api('admin')
    .listRoutes()
    .filter(({ path }) => path.startsWith('/mfa/'))
    .flatMap(({ methods, path }) =>
      methods
        .filter((method: string) => method !== 'HEAD')
        .map((method: string) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    );

/** A validator for a schema of the document. Objects may have additional properties, as the contract says. */
const validator = (schema: object): z.ZodType => {
  const text = JSON.stringify({ ...schema, $defs: stored.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
};

const successOf = (operation: string): z.ZodType => {
  const [method = '', path = ''] = operation.split(' ');
  const schema = stored.paths[path]?.[method.toLowerCase()]?.responses['200']?.content?.['application/json']?.schema;
  if (!schema) throw new Error(`no answer is documented for ${operation}`);
  return validator(schema);
};

describe('the HTTP API as OpenAPI', () => {
  it('names every route of the plugin and nothing else [A56]', () => {
    expect(documented().sort()).toEqual([...new Set(routed())].sort());
    expect(documented().length).toBeGreaterThan(40);
  });

  it('says what the controllers’ schemas say: else run "npm run docs:generate" [A56]', () => {
    const now = JSON.parse(JSON.stringify(openApi(host.container)));
    for (const [path, methods] of Object.entries<Record<string, Operation>>(now.paths))
      for (const [method, operation] of Object.entries(methods))
        expect([path, method, stored.paths[path]?.[method]?.requestBody]).toEqual([
          path,
          method,
          operation.requestBody,
        ]);
    expect(stored).toEqual(now);
  });

  it('is whole: every reference leads somewhere, every operation has a name of its own and says what it is for [A56]', () => {
    const text = JSON.stringify(stored);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(stored.components.schemas)).toContain(name);
    const operations = Object.values(stored.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.filter(({ summary }) => summary.length < 10)).toEqual([]);
  });

  it('describes what is really answered [A56]', async () => {
    const { person } = await personWithTotp(host);
    await createPerson(host);
    const asked: [string, string][] = [
      ['GET /mfa/me', '/mfa/me'],
      ['GET /mfa/me/events', '/mfa/me/events'],
      ['GET /mfa/policies', '/mfa/policies'],
      ['GET /mfa/policies/pol-mfa-required', '/mfa/policies/pol-mfa-required'],
      ['GET /mfa/policy/report', '/mfa/policy/report'],
      ['GET /mfa/diagnostics', '/mfa/diagnostics'],
      ['GET /mfa/users', '/mfa/users'],
      ['GET /mfa/users/summary', '/mfa/users/summary'],
      ['GET /mfa/users/coverage', '/mfa/users/coverage'],
      ['GET /mfa/users/reminders', '/mfa/users/reminders'],
      ['GET /mfa/users/{id}', `/mfa/users/${person.id}`],
      ['GET /mfa/users/{id}/explain', `/mfa/users/${person.id}/explain`],
      ['GET /mfa/users/{id}/sessions', `/mfa/users/${person.id}/sessions`],
      ['GET /mfa/audit-events', '/mfa/audit-events'],
      ['GET /mfa/audit-events/verify', '/mfa/audit-events/verify'],
      ['GET /mfa/audit-events/patterns', '/mfa/audit-events/patterns'],
    ];
    for (const [operation, path] of asked) {
      const answer = await admin.session.get(path);
      const read = successOf(operation).safeParse(answer.body);
      expect([operation, answer.status, read.error?.issues ?? []]).toEqual([operation, 200, []]);
    }
    const refused = await host.request.post('/mfa/transactions/verify').send({ more: true });
    const error = validator({ $ref: '#/components/schemas/Error' });
    expect([refused.status, error.safeParse(refused.body).success]).toEqual([400, true]);
    expect(error.safeParse({ data: {} }).success).toBe(false);
  });
});
