import { decide } from '../../../../server/src/policy/decision';
import { table } from './notation';

table(
  'switched off: nobody is asked, whatever else is said',
  '[B27] [B44]',
  decide,
  `
  off → allow policy_disabled
  off first → allow policy_disabled
  off always → allow policy_disabled
  off editor=always → allow policy_disabled
  off always has:totp → allow policy_disabled
  off always has:totp! → allow policy_disabled
  off always reset:-1h → allow policy_disabled
  off always reset:-100h → allow policy_disabled
  off always exempt:+1d → allow policy_disabled
  off always via:okta sso:require → allow policy_disabled
  off always allow:none → allow policy_disabled
  off always grace:7 since:-1d → allow policy_disabled
`
);

table(
  'optional: only those who enrolled are asked',
  '[B41] [A41]',
  decide,
  `
  opt → allow optional_not_enrolled
  opt codes:8 → allow optional_not_enrolled
  opt grace:7 → allow optional_not_enrolled
  opt grace:7 since:-1d → allow optional_not_enrolled
  opt here:none → allow optional_not_enrolled
  opt allow:none → allow optional_not_enrolled
  opt trust:14 cookie:+3d → allow optional_not_enrolled
  opt created:-0m → allow optional_not_enrolled
  opt roles:none → allow optional_not_enrolled
  opt has:totp → ask totp because session_unverified
  opt has:webauthn → ask webauthn because session_unverified
  opt has:totp,webauthn → ask webauthn,totp because session_unverified
  opt has:totp,totp,totp → ask totp because session_unverified
  opt has:totp codes:10 → ask totp,recovery_code because session_unverified
  opt has:totp codes:1 → ask totp,recovery_code because session_unverified
  opt has:totp codes:0 → ask totp because session_unverified
  opt has:webauthn,totp codes:3 → ask webauthn,totp,recovery_code because session_unverified
  opt has:totp grace:30 since:-1d → ask totp because session_unverified
`
);

table(
  'required on first login: everybody enrolls, then is asked',
  '[B42] [B1] [A41]',
  decide,
  `
  first → enroll webauthn,totp
  first codes:8 → enroll webauthn,totp
  first created:-0m → enroll webauthn,totp
  first roles:none → enroll webauthn,totp
  first trust:14 cookie:+3d → enroll webauthn,totp
  first has:totp → ask totp because session_unverified
  first has:webauthn → ask webauthn because session_unverified
  first has:webauthn,totp codes:10 → ask webauthn,totp,recovery_code because session_unverified
  first has:totp grace:30 since:-1d → ask totp because session_unverified
  first allow:totp → enroll totp
  first allow:webauthn → enroll webauthn
  first allow:totp,webauthn → enroll totp,webauthn
  first allow:webauthn,totp,email,sms → enroll webauthn,totp,email,sms
`
);

table(
  'always required: asked at every single sign-in',
  '[B43]',
  decide,
  `
  always → enroll webauthn,totp
  always has:totp → ask totp because session_unverified
  always has:webauthn → ask webauthn because session_unverified
  always has:webauthn,totp codes:10 → ask webauthn,totp,recovery_code because session_unverified
  always has:totp trust:14 cookie:+3d → ask totp because session_unverified
  always has:totp trust:90 cookie:+90d → ask totp because session_unverified
  always has:totp grace:30 since:-1d → ask totp because session_unverified
  always trust:14 cookie:+3d → enroll webauthn,totp
`
);

table(
  'roles: the strictest of a person’s roles and the default wins',
  '[C14] [A47]',
  decide,
  `
  opt editor=first → enroll webauthn,totp
  opt editor=always → enroll webauthn,totp
  opt editor=opt → allow optional_not_enrolled
  opt author=always → allow optional_not_enrolled
  opt author=always roles:author → enroll webauthn,totp
  opt author=always roles:editor,author → enroll webauthn,totp
  opt author=always roles:author,editor → enroll webauthn,totp
  opt author=first editor=opt roles:editor,author → enroll webauthn,totp
  opt author=opt editor=opt roles:editor,author → allow optional_not_enrolled
  opt roles:strapi-super-admin → allow optional_not_enrolled
  opt strapi-super-admin=always roles:strapi-super-admin → enroll webauthn,totp
  first roles:strapi-super-admin → enroll webauthn,totp
  always roles:strapi-super-admin → enroll webauthn,totp
  first strapi-super-admin=opt roles:strapi-super-admin → enroll webauthn,totp
  always editor=opt → enroll webauthn,totp
  always editor=first has:totp trust:14 cookie:+1d → ask totp because session_unverified
  first editor=always has:totp trust:14 cookie:+1d → ask totp because session_unverified
  opt author=always roles:editor,author has:totp trust:14 cookie:+1d → ask totp because session_unverified
  opt author=first roles:editor,author has:totp trust:14 cookie:+1d → allow trusted_browser until 24h
  first editor=opt has:totp trust:14 cookie:+1d → allow trusted_browser until 24h
`
);

table(
  'a personal exemption comes first and ends by itself',
  '[C14]',
  decide,
  `
  first exempt:+1d → allow person_exempt until 24h
  always exempt:+1d → allow person_exempt until 24h
  always exempt:+1h → allow person_exempt until 1h
  always exempt:-1h → enroll webauthn,totp
  always exempt:+0m → enroll webauthn,totp
  first exempt:-1d → enroll webauthn,totp
  opt exempt:-1d → allow optional_not_enrolled
  opt exempt:+1d → allow person_exempt until 24h
  always has:totp exempt:+1d → allow person_exempt until 24h
  always has:totp exempt:-1d → ask totp because session_unverified
  always has:totp! exempt:+1d → allow person_exempt until 24h
  always editor=always exempt:+2d → allow person_exempt until 48h
  always via:okta sso:require exempt:+1d → allow person_exempt until 24h
  opt reset:-1h exempt:+1d → allow person_exempt until 24h
`
);

table(
  'SSO: decided by how this very login happened',
  '[A45] [A46] [B13]',
  decide,
  `
  always via:okta → allow sso_exempt
  first via:okta → allow sso_exempt
  opt via:okta → allow sso_exempt
  always via:okta has:totp → allow sso_exempt
  always via:okta has:totp! → allow sso_exempt
  always via:okta allow:none → allow sso_exempt
  always via:local → enroll webauthn,totp
  always via:local has:totp → ask totp because session_unverified
  always via:okta sso:require → enroll webauthn,totp
  always via:okta sso:require has:totp → ask totp because session_unverified
  first via:okta sso:require → enroll webauthn,totp
  first via:okta sso:require grace:7 since:-1d → allow grace_period until 144h
  opt via:okta sso:require → allow optional_not_enrolled
  opt via:okta sso:require has:totp → ask totp because session_unverified
  opt via:local has:totp → ask totp because session_unverified
  opt editor=always via:okta → allow sso_exempt
  opt editor=always via:okta sso:require → enroll webauthn,totp
  always via:okta reset:-1h → allow sso_exempt
  always via:okta sso:require reset:-1h → enroll webauthn,totp
`
);

table(
  'a reset: enrollment at the next sign-in whatever the level, for 72 hours',
  '[A51] [C16]',
  decide,
  `
  opt reset:-0m → enroll webauthn,totp
  opt reset:-1h → enroll webauthn,totp
  opt reset:-71h → enroll webauthn,totp
  opt reset:-72h → refuse reset_expired
  opt reset:-30d → refuse reset_expired
  first reset:-1h → enroll webauthn,totp
  first reset:-73h → refuse reset_expired
  always reset:-1h → enroll webauthn,totp
  always reset:-73h → refuse reset_expired
  first reset:-1h grace:30 since:-1d → enroll webauthn,totp
  always reset:-1h grace:90 since:-0m created:-0m → enroll webauthn,totp
  opt reset:-1h codes:8 → enroll webauthn,totp
  opt reset:-1h has:totp → ask totp because session_unverified
  opt reset:-100h has:totp → ask totp because session_unverified
  opt reset:-1h allow:none → refuse nothing_to_enroll
  opt reset:-1h here:none → refuse nothing_to_enroll
  opt reset:-1h allow:totp → enroll totp
`
);

table(
  'grace: counted from the later of the rule and the account',
  '[C16]',
  decide,
  `
  first grace:7 since:-1d → allow grace_period until 144h
  first grace:7 since:-6d → allow grace_period until 24h
  first grace:7 since:-7d → enroll webauthn,totp
  first grace:7 since:-8d → enroll webauthn,totp
  first grace:7 → enroll webauthn,totp
  first grace:0 since:-0m → enroll webauthn,totp
  always grace:7 since:-1d → allow grace_period until 144h
  always grace:7 since:-8d → enroll webauthn,totp
  first grace:7 since:-30d created:-1d → allow grace_period until 144h
  first grace:7 since:-1d created:-30d → allow grace_period until 144h
  first grace:7 since:-30d created:-8d → enroll webauthn,totp
  first grace:90 since:-89d → allow grace_period until 24h
  first grace:1 since:-1d → enroll webauthn,totp
  first grace:1 since:-23h → allow grace_period until 1h
  opt editor=first grace:7 since.editor:-1d → allow grace_period until 144h
  opt editor=first grace:7 since.author:-1d → enroll webauthn,totp
  opt author=first grace:7 since.author:-1d → allow optional_not_enrolled
  first editor=always grace:7 since:-6d since.editor:-1d → allow grace_period until 24h
  first editor=first grace:7 since:-1d since.editor:-6d → allow grace_period until 24h
  first editor=first grace:7 since:-1d since.editor:-8d → enroll webauthn,totp
  opt editor=first author=first roles:author,editor grace:7 since.editor:-6d since.author:-2d → allow grace_period until 24h
  first grace:7 since:-1d has:totp → ask totp because session_unverified
  first grace:7 since:-1d has:totp! → refuse nothing_provable
  first grace:7 since:-1d has:totp! codes:2 → ask recovery_code because session_unverified then enroll
  first grace:7 since:-1d allow:none → allow grace_period until 144h
`
);

table(
  'trusted browsers: skip the question once enrolled, never under always',
  '[C18]',
  decide,
  `
  opt has:totp trust:14 cookie:+3d → allow trusted_browser until 72h
  first has:totp trust:14 cookie:+3d → allow trusted_browser until 72h
  first has:webauthn codes:4 trust:14 cookie:+1h → allow trusted_browser until 1h
  first has:totp trust:14 cookie:-1h → ask totp because session_unverified
  first has:totp trust:14 cookie:+0m → ask totp because session_unverified
  first has:totp trust:0 cookie:+3d → ask totp because session_unverified
  opt has:totp trust:0 cookie:+3d → ask totp because session_unverified
  first has:totp trust:14 → ask totp because session_unverified
  first has:totp! trust:14 cookie:+3d → refuse nothing_provable
  first has:totp! codes:1 trust:14 cookie:+3d → ask recovery_code because session_unverified then enroll
  first has:email trust:14 cookie:+3d → ask email because session_unverified then enroll
  first has:totp allow:webauthn trust:14 cookie:+3d → ask totp because session_unverified then enroll
  first via:okta sso:require has:totp trust:14 cookie:+3d → allow trusted_browser until 72h
`
);

table(
  'somebody else in the host asks: stepped aside, and no factor of ours is given up for a password',
  '[C30]',
  decide,
  `
  always aside → allow guarded_elsewhere
  always aside guarded → allow guarded_elsewhere
  always aside guarded has:totp → allow guarded_elsewhere
  always aside guarded has:totp! → allow guarded_elsewhere
  always aside reset:-1h → allow guarded_elsewhere
  always aside reset:-100h → allow guarded_elsewhere
  opt aside has:totp → ask totp because session_unverified
  always aside has:webauthn,totp codes:2 → ask webauthn,totp,recovery_code because session_unverified
  always aside has:totp! → refuse nothing_provable
  always guarded → enroll webauthn,totp
  always guarded has:totp → ask totp because session_unverified
`
);
