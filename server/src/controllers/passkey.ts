import { z } from 'zod';

import { logsInWithoutPassword } from '../factors';
import { action, assembled } from './action';

/** For a challenge that this server sealed, including a long host name. */
const SEALED_LENGTH = 2048;

const verifyBody = assembled((container) => {
  const factor = container.factors.factors().find(logsInWithoutPassword);
  return z.strictObject({
    challenge: z.string().min(1).max(SEALED_LENGTH),
    ...factor?.aloneShape,
    rememberMe: z.boolean().optional(),
    deviceId: z.uuid().optional(),
  });
});

export default {
  signInOptions: action({}, async ({ container }) => ({ passwordless: await container.passkeyLogIn.isOffered() })),

  options: action({}, async ({ container }) => container.passkeyLogIn.options()),

  verify: action({ body: verifyBody }, async ({ ctx, container, body }) => {
    const { challenge, rememberMe, deviceId, ...proof } = body;
    const wanted = { rememberMe: rememberMe === true, deviceId: deviceId ?? null };
    return container.passkeyLogIn.verify(ctx, { challenge, proof, ...wanted });
  }),
};
