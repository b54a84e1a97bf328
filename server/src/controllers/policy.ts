import { z } from 'zod';

import { PERMISSIONS } from '../../../shared/contracts/constants';
import { policyFieldsSchema, type PolicyFields } from '../platform';
import { viewOf } from '../policy';
import type { Author } from '../administration';
import { action, signedIn, type Call } from './action';

/** The whole policy. What only the server writes may be sent back, and is ignored. */
const policyBody = z.strictObject({
  ...policyFieldsSchema.shape,
  id: z.unknown().optional(),
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  type: z.unknown().optional(),
  rules: z.unknown().optional(),
  lockedByConfig: z.unknown().optional(),
  updatedBy: z.unknown().optional(),
  /** The version that was edited: read to notice that somebody else was faster. */
  updatedAt: z.iso.datetime().nullable().optional(),
});

type PolicyBody = z.infer<typeof policyBody>;

const fieldsOf = (body: PolicyBody): PolicyFields => z.object(policyFieldsSchema.shape).parse(body);

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
    return viewOf(await container.policyEditor.save(fieldsOf(body), await authorOf(call), body.updatedAt));
  }),

  preview: action({ body: policyBody }, async (call) => {
    const preview = await call.container.policyEditor.preview(fieldsOf(call.body), await authorOf(call));
    const may = (permission: string): boolean => call.ctx.state.userAbility?.can(permission) === true;
    // Numbers for everybody who may read the policy; names only for who may see people, or would be told by saving it.
    return may(PERMISSIONS.usersRead) || may(PERMISSIONS.policyUpdate) ? preview : { ...preview, affected: [] };
  }),
};
