/**
 * The HTTP API as OpenAPI 3.1: routes from the route table, bodies from the controllers' schemas, answers from the
 * types.
 */
import type { z } from 'zod';

import { ERROR_CODES } from '../../shared/contracts';
import controllers, { shapesOf } from '../../server/src/controllers';
import { errorBody, MfaError } from '../../server/src/platform/errors';
import type { Container } from '../../server/src/container';
import routes from '../../server/src/routes';
import type { AdminRoute } from '../../server/src/routes/route';
import { requestSchema } from './request-schema';
import { describeAnswers, type Described, type Schema } from './type-schemas';

const handlerOf = (route: AdminRoute): object => {
  const [room = '', name = ''] = route.handler.split('.');
  const found: unknown = (controllers as Record<string, Record<string, unknown>>)[room]?.[name];
  if (typeof found !== 'function') throw new Error(`no action ${route.handler}`);
  return found;
};

/** Turns `/users/:id` into OpenAPI's notation, under the plugin's prefix. */
export const pathOf = (path: string): string => `/mfa${path.replace(/:(\w+)/g, '{$1}')}`;

const parametersOf = (route: AdminRoute, query: z.ZodType | undefined): Schema[] => {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const shape = query ? requestSchema(query) : {};
  const properties = (shape.properties ?? {}) as Record<string, Schema>;
  const required = (shape.required ?? []) as string[];
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
};

const bodyOf = (body: z.ZodType | undefined): Schema => {
  if (!body) return {};
  const optional = body.safeParse(undefined).success;
  return { requestBody: { required: !optional, content: { 'application/json': { schema: requestSchema(body) } } } };
};

/** Who may call a route, as an OpenAPI security requirement and as notes for readers. */
const securityOf = ({ config }: AdminRoute): { security: Schema[]; notes: string[] } => {
  if (config.auth === false) return { security: [], notes: ['The transaction token in the body is the credential.'] };
  const alsoTransaction = config.auth.strategies.length > 1;
  const actions = config.policies.flatMap((one) => (typeof one === 'string' ? [] : one.config.actions));
  return {
    security: [{ session: [] }, ...(alsoTransaction ? [{ transaction: [] }] : [])],
    notes: [
      ...actions.map((action) => `Needs the permission \`${action}\`.`),
      ...(config.mfa?.stepUp ? ['Needs a factor proved in this session within the last minutes.'] : []),
      ...(config.mfa?.open ? ['Answers sessions that have not proved a second factor.'] : []),
    ],
  };
};

const statusOf = (code: string): number => {
  const known = ERROR_CODES.find((one) => one === code);
  if (!known) throw new Error(`no error code ${code}`);
  return errorBody(new MfaError(known)).error.status;
};

const refusal = (codes: string[]): Schema => ({
  description: codes.map((code) => `\`${code}\``).join(', '),
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

const refusalsOf = (route: AdminRoute, answer: Described): Record<string, Schema> => {
  const gated = route.config.auth !== false && !route.config.mfa?.open;
  const codes = new Set(['MFA_INVALID_REQUEST', 'MFA_UNAVAILABLE', ...answer.errors]);
  if (gated) for (const code of ['MFA_REQUIRED', 'MFA_ENROLLMENT_REQUIRED']) codes.add(code);
  const byStatus = new Map<number, string[]>();
  for (const code of [...codes].sort()) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  const ours = [...byStatus].map(([status, list]) => [String(status), refusal(list)]);
  const strapis = route.config.auth === false ? [] : [['401', { description: 'Strapi: no session.' }]];
  return Object.fromEntries([...ours, ...strapis]);
};

const successOf = ({ data, meta, file }: Described): Record<string, Schema> => {
  if (file !== null) {
    const content = Object.fromEntries(file.split(', ').map((type) => [type, { schema: { type: 'string' } }]));
    return { 200: { description: 'A stream.', content } };
  }
  if (data === null) return { 204: { description: 'Nothing.' } };
  const schema = {
    type: 'object',
    properties: { data, ...(meta ? { meta } : {}) },
    required: ['data', ...(meta ? ['meta'] : [])],
  };
  return { 200: { description: 'OK', content: { 'application/json': { schema } } } };
};

const tagOf = ({ path }: AdminRoute): string => {
  if (path.startsWith('/transactions')) return 'Transactions';
  return /^\/(me|gate)\b/.test(path) ? 'Self-service' : 'Administration';
};

const operationOf = (route: AdminRoute, answer: Described, container: Container): Schema => {
  const { body, query } = shapesOf(handlerOf(route), container);
  const { security, notes } = securityOf(route);
  const parameters = parametersOf(route, query);
  return {
    operationId: route.handler + (route.handler === 'me.revokeTrust' && !route.path.includes(':') ? 'Everywhere' : ''),
    tags: [tagOf(route)],
    summary: answer.summary,
    ...(notes.length > 0 ? { description: notes.join(' ') } : {}),
    security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(body),
    responses: { ...successOf(answer), ...refusalsOf(route, answer) },
  };
};

const ERROR: Schema = {
  type: 'object',
  description: 'Strapi’s envelope. `details.code` is stable; messages are for people and may change.',
  required: ['data', 'error'],
  properties: {
    data: { type: 'null' },
    error: {
      type: 'object',
      required: ['status', 'name', 'message', 'details'],
      properties: {
        status: { type: 'integer' },
        name: { type: 'string' },
        message: { type: 'string' },
        details: { type: 'object', required: ['code'], properties: { code: { enum: [...ERROR_CODES] } } },
      },
    },
  },
};

const INTRODUCTION = [
  'Routes of the plugin, below the host’s root. JSON in and out; times are ISO 8601 UTC; unknown body keys are refused.',
  'Strapi’s own login routes answer 403 with `details.code` `MFA_REQUIRED` or `MFA_ENROLLMENT_REQUIRED` and the',
  '`ChallengeDetails` of this document in `error.details` when a second factor is owed; so does every admin route to a',
  'session that has not proved one. All answers carry `Cache-Control: no-store`.',
].join(' ');

/** The whole document. Throws if a route has no entry in answers.ts, or an entry has no route. */
export const openApi = (container: Container): Schema => {
  const { answers, components } = describeAnswers();
  const paths: Record<string, Record<string, Schema>> = {};
  const unused = new Set(answers.keys());
  for (const route of routes.admin.routes) {
    const key = `${route.method} ${route.path}`;
    const answer = answers.get(key);
    if (!answer) throw new Error(`answers.ts does not know ${key}`);
    unused.delete(key);
    const path = pathOf(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, answer, container) };
  }
  if (unused.size > 0) throw new Error(`answers.ts knows what is no route: ${[...unused].join(', ')}`);
  return {
    openapi: '3.1.0',
    info: { title: 'strapi-plugin-mfa', version: '1', description: INTRODUCTION, license: { name: 'MIT' } },
    servers: [{ url: '/', description: 'The host’s root.' }],
    tags: [{ name: 'Transactions' }, { name: 'Self-service' }, { name: 'Administration' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'An admin access token of Strapi.' },
        transaction: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`MFA <transaction>`: the token of a sign-in that owes an enrollment.',
        },
      },
      schemas: { Error: ERROR, ...components },
    },
  };
};
