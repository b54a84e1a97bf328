/** Rows about authenticators that count, methods by role, and passkeys as a complete login. See `notation.ts`. */
import { decide } from '../../../../server/src/policy/decision';
import { table } from './notation';

table(
  'which keys count, at a login',
  '[C50] [C13]',
  decide,
  `
    first uv has:webauthn codes:3 → ask webauthn,recovery_code because session_unverified
    first uv has:webauthn,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first uv has:webauthn/A/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first uv has:webauthn/A/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first uv has:webauthn/B/nouv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first uv has:webauthn/B/nouv,totp codes:3 → ask totp,recovery_code because session_unverified
    first uv has:webauthn/A/synced/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first uv has:webauthn/A/synced/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first uv has:webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified
    first uv has:webauthn/B/uv/attested,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first attest has:webauthn codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first attest has:webauthn,totp codes:3 → ask totp,recovery_code because session_unverified
    first attest has:webauthn/A/uv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first attest has:webauthn/A/uv,totp codes:3 → ask totp,recovery_code because session_unverified
    first attest has:webauthn/B/nouv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first attest has:webauthn/B/nouv,totp codes:3 → ask totp,recovery_code because session_unverified
    first attest has:webauthn/A/synced/uv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first attest has:webauthn/A/synced/uv,totp codes:3 → ask totp,recovery_code because session_unverified
    first attest has:webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified
    first attest has:webauthn/B/uv/attested,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first bound has:webauthn codes:3 → ask webauthn,recovery_code because session_unverified
    first bound has:webauthn,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first bound has:webauthn/A/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first bound has:webauthn/A/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first bound has:webauthn/B/nouv codes:3 → ask webauthn,recovery_code because session_unverified
    first bound has:webauthn/B/nouv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first bound has:webauthn/A/synced/uv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first bound has:webauthn/A/synced/uv,totp codes:3 → ask totp,recovery_code because session_unverified
    first bound has:webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified
    first bound has:webauthn/B/uv/attested,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first models:A has:webauthn codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first models:A has:webauthn,totp codes:3 → ask totp,recovery_code because session_unverified
    first models:A has:webauthn/A/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first models:A has:webauthn/A/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first models:A has:webauthn/B/nouv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first models:A has:webauthn/B/nouv,totp codes:3 → ask totp,recovery_code because session_unverified
    first models:A has:webauthn/A/synced/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first models:A has:webauthn/A/synced/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first models:A has:webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first models:A has:webauthn/B/uv/attested,totp codes:3 → ask totp,recovery_code because session_unverified
    first uv bound models:A has:webauthn codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first uv bound models:A has:webauthn,totp codes:3 → ask totp,recovery_code because session_unverified
    first uv bound models:A has:webauthn/A/uv codes:3 → ask webauthn,recovery_code because session_unverified
    first uv bound models:A has:webauthn/A/uv,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
    first uv bound models:A has:webauthn/B/nouv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first uv bound models:A has:webauthn/B/nouv,totp codes:3 → ask totp,recovery_code because session_unverified
    first uv bound models:A has:webauthn/A/synced/uv codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first uv bound models:A has:webauthn/A/synced/uv,totp codes:3 → ask totp,recovery_code because session_unverified
    first uv bound models:A has:webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first uv bound models:A has:webauthn/B/uv/attested,totp codes:3 → ask totp,recovery_code because session_unverified
`
);

table(
  'which keys count, in a session',
  '[C50] [C13]',
  decide,
  `
    first uv has:webauthn proved:webauthn@-1h → allow session_verified until 11h
    first uv has:webauthn unchecked proved:webauthn@-1h → ask webauthn because verification_expired
    first uv has:webauthn/A/uv proved:webauthn@-1h → allow session_verified until 11h
    first uv has:webauthn/A/uv unchecked proved:webauthn@-1h → ask webauthn because verification_expired
    first uv has:webauthn/B/nouv proved:webauthn@-1h → enroll webauthn,totp
    first uv has:webauthn/B/nouv unchecked proved:webauthn@-1h → enroll webauthn,totp
    first uv has:webauthn/A/synced/uv proved:webauthn@-1h → allow session_verified until 11h
    first uv has:webauthn/A/synced/uv unchecked proved:webauthn@-1h → ask webauthn because verification_expired
    first uv has:webauthn/B/uv/attested proved:webauthn@-1h → allow session_verified until 11h
    first uv has:webauthn/B/uv/attested unchecked proved:webauthn@-1h → ask webauthn because verification_expired
    first attest has:webauthn proved:webauthn@-1h → enroll webauthn,totp
    first attest has:webauthn/A/uv proved:webauthn@-1h → enroll webauthn,totp
    first attest has:webauthn/B/nouv proved:webauthn@-1h → enroll webauthn,totp
    first attest has:webauthn/A/synced/uv proved:webauthn@-1h → enroll webauthn,totp
    first attest has:webauthn/B/uv/attested proved:webauthn@-1h → allow session_verified until 11h
    first bound has:webauthn proved:webauthn@-1h → allow session_verified until 11h
    first bound has:webauthn/A/uv proved:webauthn@-1h → allow session_verified until 11h
    first bound has:webauthn/B/nouv proved:webauthn@-1h → allow session_verified until 11h
    first bound has:webauthn/A/synced/uv proved:webauthn@-1h → enroll webauthn,totp
    first bound has:webauthn/B/uv/attested proved:webauthn@-1h → allow session_verified until 11h
    first models:A has:webauthn proved:webauthn@-1h → enroll webauthn,totp
    first models:A has:webauthn/A/uv proved:webauthn@-1h → allow session_verified until 11h
    first models:A has:webauthn/B/nouv proved:webauthn@-1h → enroll webauthn,totp
    first models:A has:webauthn/A/synced/uv proved:webauthn@-1h → allow session_verified until 11h
    first models:A has:webauthn/B/uv/attested proved:webauthn@-1h → enroll webauthn,totp
`
);

table(
  'methods by role',
  '[C51]',
  decide,
  `
    first roles:author only.author=webauthn has:none codes:2 → enroll webauthn
    first roles:author only.author=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:author only.author=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:author only.author=totp has:none codes:2 → enroll totp
    first roles:author only.author=totp has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:author only.author=totp has:webauthn,totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:author only.author=webauthn only.editor=totp has:none codes:2 → enroll webauthn
    first roles:author only.author=webauthn only.editor=totp has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:author only.author=webauthn only.editor=totp has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:author only.author=webauthn,totp only.editor=webauthn has:none codes:2 → enroll webauthn,totp
    first roles:author only.author=webauthn,totp only.editor=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:author only.author=webauthn,totp only.editor=webauthn has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified
    first roles:editor only.author=webauthn has:none codes:2 → enroll webauthn,totp
    first roles:editor only.author=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor only.author=webauthn has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified
    first roles:editor only.author=totp has:none codes:2 → enroll webauthn,totp
    first roles:editor only.author=totp has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor only.author=totp has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified
    first roles:editor only.author=webauthn only.editor=totp has:none codes:2 → enroll totp
    first roles:editor only.author=webauthn only.editor=totp has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor only.author=webauthn only.editor=totp has:webauthn,totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor only.author=webauthn,totp only.editor=webauthn has:none codes:2 → enroll webauthn
    first roles:editor only.author=webauthn,totp only.editor=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:editor only.author=webauthn,totp only.editor=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:author,editor only.author=webauthn has:none codes:2 → enroll webauthn
    first roles:author,editor only.author=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:author,editor only.author=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:author,editor only.author=totp has:none codes:2 → enroll totp
    first roles:author,editor only.author=totp has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:author,editor only.author=totp has:webauthn,totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:author,editor only.author=webauthn only.editor=totp has:none codes:2 → refuse nothing_to_enroll
    first roles:author,editor only.author=webauthn only.editor=totp has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:author,editor only.author=webauthn only.editor=totp has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified then enroll
    first roles:author,editor only.author=webauthn,totp only.editor=webauthn has:none codes:2 → enroll webauthn
    first roles:author,editor only.author=webauthn,totp only.editor=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:author,editor only.author=webauthn,totp only.editor=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:editor,author only.author=webauthn has:none codes:2 → enroll webauthn
    first roles:editor,author only.author=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:editor,author only.author=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
    first roles:editor,author only.author=totp has:none codes:2 → enroll totp
    first roles:editor,author only.author=totp has:totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor,author only.author=totp has:webauthn,totp codes:2 → ask totp,recovery_code because session_unverified
    first roles:editor,author only.author=webauthn only.editor=totp has:none codes:2 → refuse nothing_to_enroll
    first roles:editor,author only.author=webauthn only.editor=totp has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:editor,author only.author=webauthn only.editor=totp has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified then enroll
    first roles:editor,author only.author=webauthn,totp only.editor=webauthn has:none codes:2 → enroll webauthn
    first roles:editor,author only.author=webauthn,totp only.editor=webauthn has:totp codes:2 → ask totp,recovery_code because session_unverified then enroll
    first roles:editor,author only.author=webauthn,totp only.editor=webauthn has:webauthn,totp codes:2 → ask webauthn,recovery_code because session_unverified
`
);

table(
  'methods by role, in a session',
  '[C51]',
  decide,
  `
    first roles:author only.author=webauthn has:totp codes:2 proved:totp@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp codes:2 proved:webauthn@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp codes:2 proved:recovery_code@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp codes:2 proved:email@-1h → enroll webauthn
    first roles:author only.author=webauthn has:webauthn codes:2 proved:totp@-1h → ask webauthn,recovery_code because verification_expired
    first roles:author only.author=webauthn has:webauthn codes:2 proved:webauthn@-1h → allow session_verified until 11h
    first roles:author only.author=webauthn has:webauthn codes:2 proved:recovery_code@-1h → allow session_verified until 11h
    first roles:author only.author=webauthn has:webauthn codes:2 proved:email@-1h → ask webauthn,recovery_code because verification_expired
    first roles:author only.author=webauthn has:totp,email codes:2 proved:totp@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp,email codes:2 proved:webauthn@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp,email codes:2 proved:recovery_code@-1h → enroll webauthn
    first roles:author only.author=webauthn has:totp,email codes:2 proved:email@-1h → enroll webauthn
`
);

table(
  'a passkey alone',
  '[C12] [C48]',
  decide,
  `
    opt alone has:webauthn passkey → allow passkey_alone until 12h
    opt has:webauthn passkey → refuse passwordless_off
    opt alone off has:webauthn passkey → refuse passwordless_off
    opt alone has:webauthn! passkey → refuse method_not_allowed
    opt alone reset:-1h has:webauthn passkey → refuse reset
    opt alone aside guarded has:webauthn passkey → refuse guarded_elsewhere
    opt alone aside has:webauthn passkey → allow passkey_alone until 12h
    opt alone exempt:+1d has:webauthn passkey → allow passkey_alone until 12h
    opt alone allow:totp has:webauthn passkey → refuse method_not_allowed
    opt alone roles:author only.author=totp has:webauthn passkey → refuse method_not_allowed
    opt alone bound has:webauthn/synced passkey → refuse method_not_allowed
    opt alone models:A has:webauthn/B,webauthn/A passkey → refuse method_not_allowed
    first alone has:webauthn passkey → allow passkey_alone until 12h
    first has:webauthn passkey → refuse passwordless_off
    first alone off has:webauthn passkey → refuse passwordless_off
    first alone has:webauthn! passkey → refuse method_not_allowed
    first alone reset:-1h has:webauthn passkey → refuse reset
    first alone aside guarded has:webauthn passkey → refuse guarded_elsewhere
    first alone aside has:webauthn passkey → allow passkey_alone until 12h
    first alone exempt:+1d has:webauthn passkey → allow passkey_alone until 12h
    first alone allow:totp has:webauthn passkey → refuse method_not_allowed
    first alone roles:author only.author=totp has:webauthn passkey → refuse method_not_allowed
    first alone bound has:webauthn/synced passkey → refuse method_not_allowed
    first alone models:A has:webauthn/B,webauthn/A passkey → refuse method_not_allowed
    always alone has:webauthn passkey → allow passkey_alone until 12h
    always has:webauthn passkey → refuse passwordless_off
    always alone off has:webauthn passkey → refuse passwordless_off
    always alone has:webauthn! passkey → refuse method_not_allowed
    always alone reset:-1h has:webauthn passkey → refuse reset
    always alone aside guarded has:webauthn passkey → refuse guarded_elsewhere
    always alone aside has:webauthn passkey → allow passkey_alone until 12h
    always alone exempt:+1d has:webauthn passkey → allow passkey_alone until 12h
    always alone allow:totp has:webauthn passkey → refuse method_not_allowed
    always alone roles:author only.author=totp has:webauthn passkey → refuse method_not_allowed
    always alone bound has:webauthn/synced passkey → refuse method_not_allowed
    always alone models:A has:webauthn/B,webauthn/A passkey → refuse method_not_allowed
`
);

table(
  'models that are withdrawn, and a host that cannot check them',
  '[C50]',
  decide,
  `
    first attest has:webauthn/A/uv/attested/withdrawn codes:3 → ask webauthn,recovery_code because session_unverified then enroll
    first attest has:webauthn/A/uv/attested/withdrawn,totp codes:3 → ask totp,recovery_code because session_unverified
    first attest has:webauthn/A/uv/attested/withdrawn,webauthn/B/uv/attested codes:3 → ask webauthn,recovery_code because session_unverified
    first attest has:webauthn/A/uv/attested/withdrawn proved:webauthn@-1h → enroll webauthn,totp
    first has:webauthn/A/uv/attested/withdrawn codes:3 → ask webauthn,recovery_code because session_unverified
    first has:webauthn/A/uv/withdrawn proved:webauthn@-1h → allow session_verified until 11h
    first attest unproven has:webauthn/A/attested codes:3 → ask webauthn,recovery_code because session_unverified
    first attest unproven has:webauthn/A/attested proved:webauthn@-1h → allow session_verified until 11h
    first attest unproven has:none → enroll totp
    first attest unproven allow:webauthn has:none → refuse nothing_to_enroll
    first unproven has:none → enroll webauthn,totp
    first roles:author only.author=webauthn attest unproven has:none → refuse nothing_to_enroll
`
);
