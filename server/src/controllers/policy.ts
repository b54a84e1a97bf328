import { z } from 'zod';

import { NOTICE_EVENTS, PERMISSIONS } from '../../../shared/contracts/constants';
import { MfaError, policyFieldsSchema, type PolicyFields } from '../platform';
import { viewOf } from '../policy';
import type { Author } from '../administration';
import { action, signedIn, type Call } from './action';
import { inTurn } from './expensive-reads';

const { helpTexts, passwordless, passkeyUpgrade, authenticators, roleMethods, firstFactorProof, planned } =
  policyFieldsSchema.shape;

/** Fields that clients of the first version don't know. If they're missing, they stay unchanged. */
const later = {
  helpTexts: helpTexts.optional(),
  passwordless: passwordless.optional(),
  passkeyUpgrade: passkeyUpgrade.optional(),
  authenticators: authenticators.optional(),
  roleMethods: roleMethods.optional(),
  firstFactorProof: firstFactorProof.optional(),
  planned: planned.optional(),
};

/** The whole policy. Clients may send back fields that only the server writes. They're ignored. */
const policyBody = z.strictObject({
  ...policyFieldsSchema.shape,
  ...later,
  id: z.unknown().optional(),
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  type: z.unknown().optional(),
  rules: z.unknown().optional(),
  lockedByConfig: z.unknown().optional(),
  updatedBy: z.unknown().optional(),
  /** The version that was edited, to notice when someone else saved first. */
  updatedAt: z.iso.datetime().nullable().optional(),
});

type PolicyBody = z.infer<typeof policyBody>;

const fieldsOf = async ({ body, container }: Call<PolicyBody, unknown>): Promise<PolicyFields> => {
  const sent = Object.entries(body).filter(([, value]) => value !== undefined);
  const present = await container.policies.current();
  return z.object(policyFieldsSchema.shape).parse({ ...present, ...Object.fromEntries(sent) });
};

/** Numbers for everyone who may read the policy. Names only for those who may see people, or would when saving. */
const seesPeople = ({ ctx }: Call<unknown, unknown>): boolean =>
  [PERMISSIONS.usersRead, PERMISSIONS.policyUpdate].some((one) => ctx.state.userAbility?.can(one) === true);

const reportQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(30) });

const authorOf = async ({ ctx, container }: Call<unknown, unknown>): Promise<Author> => {
  const { id, email } = signedIn(ctx);
  const sessionId = container.sessions.idOf(ctx);
  const family = sessionId ? await container.sessions.families.of(sessionId, id) : null;
  return { id, email, provider: family?.provider ?? 'local' };
};

export default {
  list: action({}, async ({ container }) => [viewOf(await container.policies.current())]),

  find: action({}, async ({ container }) => viewOf(await container.policies.current())),

  update: action({ body: policyBody }, async (call) => {
    const { container, body } = call;
    const fields = await fieldsOf(call);
    return viewOf(await container.policyEditor.save(fields, await authorOf(call), body.updatedAt));
  }),

  /** To the caller's own address, whatever the request says. */
  sample: action({}, async ({ ctx, container, params }) => {
    const event = NOTICE_EVENTS.find((known) => known === params.event);
    if (!event) throw new MfaError('MFA_NOT_FOUND');
    const reader = await container.verdicts.user(signedIn(ctx).id);
    if (!reader) throw new MfaError('MFA_UNAVAILABLE');
    await container.noticeSamples.send(event, reader);
    return { sentTo: reader.email };
  }),

  preview: action({ body: policyBody }, async (call) => {
    const fields = await fieldsOf(call);
    const author = await authorOf(call);
    const preview = await inTurn(call.container, author.id, () => call.container.policyEditor.preview(fields, author));
    if (seesPeople(call)) return preview;
    return { ...preview, affected: [], difference: { ...preview.difference, who: [] } };
  }),

  report: action({ query: reportQuery }, async (call) => {
    const { container, query, ctx } = call;
    const report = await inTurn(container, signedIn(ctx).id, () => container.policyReport(query.days));
    return seesPeople(call) ? report : { ...report, who: { ask: [], setUp: [], stop: [] } };
  }),
};
