import { decide } from '../../../../server/src/policy/decision';
import { table } from './notation';

table(
  'a session that proved nothing is asked wherever the policy asks',
  '[A42] [C3] [B2]',
  decide,
  `
  session → allow optional_not_enrolled
  session first → enroll webauthn,totp
  session always → enroll webauthn,totp
  session opt has:totp → ask totp because session_unverified
  session first has:totp → ask totp because session_unverified
  session always has:totp → ask totp because session_unverified
  session always has:totp,webauthn codes:5 → ask webauthn,totp,recovery_code because session_unverified
  session opt editor=first → enroll webauthn,totp
  session opt editor=always has:totp → ask totp because session_unverified
  session off always → allow policy_disabled
  session always exempt:+1d → allow person_exempt until 24h
  session always exempt:-1d → enroll webauthn,totp
  session always via:okta → allow sso_exempt
  session always via:okta sso:require → enroll webauthn,totp
  session always via:okta sso:require has:totp → ask totp because session_unverified
  session first grace:7 since:-1d → allow grace_period until 144h
  session first grace:7 since:-8d → enroll webauthn,totp
  session opt reset:-1h → enroll webauthn,totp
  session opt reset:-80h → refuse reset_expired
  session first has:totp trust:14 cookie:+3d → ask totp because session_unverified
`
);

table(
  'a proof lasts for the verification age, under every level',
  '[B28] [B43]',
  decide,
  `
  opt has:totp proved:totp@-1h → allow session_verified until 11h
  first has:totp proved:totp@-1h → allow session_verified until 11h
  always has:totp proved:totp@-1h → allow session_verified until 11h
  always has:webauthn proved:webauthn@-0m → allow session_verified until 12h
  always has:totp proved:totp@-11h → allow session_verified until 1h
  always has:totp proved:totp@-12h → ask totp because verification_expired
  always has:totp proved:totp@-13h → ask totp because verification_expired
  first has:totp proved:totp@-12h → ask totp because verification_expired
  opt has:totp proved:totp@-12h → ask totp because verification_expired
  opt has:totp proved:totp@-30d → ask totp because verification_expired
  opt has:totp proved:totp@-13h age:24 → allow session_verified until 11h
  opt has:totp proved:totp@-1h age:1 → ask totp because verification_expired
  opt has:totp proved:totp@-59m age:1 → allow session_verified until 0.016666666666666666h
  always has:totp,webauthn proved:totp@-1h → allow session_verified until 11h
  always has:totp codes:7 proved:recovery_code@-1h → allow session_verified until 11h
  first has:totp codes:0 proved:recovery_code@-1h → allow session_verified until 11h
  first has:totp codes:7 proved:recovery_code@-13h → ask totp,recovery_code because verification_expired
  first via:okta sso:require has:totp proved:totp@-1h → allow session_verified until 11h
  first allow:totp,email has:email proved:email@-1h → allow session_verified until 11h
  first allow:totp,sms has:sms proved:sms@-1h → allow session_verified until 11h
`
);

table(
  'a proof by what is not accepted any more opens enrollment and nothing else',
  '[B16]',
  decide,
  `
  first has:email proved:email@-1h → enroll webauthn,totp
  always has:email proved:email@-1h → enroll webauthn,totp
  opt has:email proved:email@-1h → enroll webauthn,totp
  opt has:email proved:email@-13h → ask email because verification_expired then enroll
  first has:email,totp proved:email@-1h → ask totp because verification_expired
  first has:totp allow:webauthn proved:totp@-1h → enroll webauthn
  first has:totp,webauthn allow:webauthn proved:totp@-1h → ask webauthn because verification_expired
  first has:totp! codes:6 proved:recovery_code@-1h → enroll webauthn,totp
  first has:totp! codes:0 proved:recovery_code@-1h → enroll webauthn,totp
  first has:totp! codes:6 proved:recovery_code@-13h → ask recovery_code because verification_expired then enroll
  first has:totp! codes:0 proved:totp@-13h → refuse nothing_provable
  first has:email proved:email@-1h here:none → refuse nothing_to_enroll
  first has:email proved:email@-1h allow:none → refuse nothing_to_enroll
  always has:sms,webauthn! codes:2 proved:sms@-1h → enroll webauthn,totp
  always has:sms,webauthn! codes:2 → ask sms,recovery_code because session_unverified then enroll
`
);

table(
  'a proof of somebody who has nothing enrolled does not count',
  '[A43]',
  decide,
  `
  opt proved:totp@-1h → allow optional_not_enrolled
  first proved:totp@-1h → enroll webauthn,totp
  always proved:totp@-1h → enroll webauthn,totp
  first codes:5 proved:recovery_code@-1h → enroll webauthn,totp
  opt reset:-1h proved:totp@-1h → enroll webauthn,totp
  first grace:7 since:-1d proved:totp@-1h → allow grace_period until 144h
`
);

table(
  'a session begun through a trusted browser lasts until that trust ends',
  '[C18]',
  decide,
  `
  opt has:totp trust:14 trusted:+3d → allow session_trusted until 72h
  first has:totp trust:14 trusted:+3d → allow session_trusted until 72h
  always has:totp trust:14 trusted:+3d → ask totp because verification_expired
  first editor=always has:totp trust:14 trusted:+3d → ask totp because verification_expired
  first has:totp trust:0 trusted:+3d → ask totp because verification_expired
  first has:totp trust:14 trusted:-1h → ask totp because verification_expired
  first has:totp trust:14 trusted:+0m → ask totp because verification_expired
  first has:totp! trust:14 trusted:+3d → refuse nothing_provable
  first has:totp! codes:3 trust:14 trusted:+3d → ask recovery_code because verification_expired then enroll
  first has:email trust:14 trusted:+3d → ask email because verification_expired then enroll
  first trust:14 trusted:+3d → enroll webauthn,totp
  first has:totp trust:14 trusted:+3d proved:totp@-1h → allow session_verified until 11h
  first has:totp trust:14 trusted:+3d proved:totp@-13h → allow session_trusted until 72h
  first has:totp session trust:14 cookie:+3d → ask totp because session_unverified
  always has:totp session trust:14 cookie:+3d → ask totp because session_unverified
`
);

table(
  'allowed, available, withheld: what may be proved and what may be set up',
  '[B16] [B40] [B45]',
  decide,
  `
  first allow:none → refuse nothing_to_enroll
  always allow:none → refuse nothing_to_enroll
  first here:none → refuse nothing_to_enroll
  first here:totp → enroll totp
  first here:webauthn → enroll webauthn
  first here:email,sms → refuse nothing_to_enroll
  first allow:email → enroll email
  first allow:email here:totp → refuse nothing_to_enroll
  first allow:email,totp withheld:email → enroll totp
  first allow:email withheld:email → refuse nothing_to_enroll
  first allow:sms,email,totp,webauthn here:sms,totp → enroll sms,totp
  first allow:none has:totp → ask totp because session_unverified then enroll
  first allow:none has:totp! → refuse nothing_provable
  first has:sms → ask sms because session_unverified then enroll
  first has:email → ask email because session_unverified then enroll
  first has:sms,email → ask email,sms because session_unverified then enroll
  first has:sms,totp → ask totp because session_unverified
  first allow:totp,sms has:sms,totp → ask totp,sms because session_unverified
  first allow:totp has:webauthn,totp → ask totp because session_unverified
  first allow:totp has:webauthn → ask webauthn because session_unverified then enroll
  first allow:totp has:webauthn codes:2 → ask webauthn,recovery_code because session_unverified then enroll
  first allow:totp,email has:email withheld:email → refuse nothing_provable
  first allow:totp,email has:email withheld:email codes:2 → ask recovery_code because session_unverified
  first allow:totp,email has:email,totp withheld:email → ask totp because session_unverified
  first has:webauthn! here:totp → refuse nothing_provable
  first has:webauthn!,totp → ask totp because session_unverified
  first has:webauthn,totp! codes:9 → ask webauthn,recovery_code because session_unverified
  always has:webauthn!,totp! codes:9 → ask recovery_code because session_unverified then enroll
  always has:webauthn!,totp! → refuse nothing_provable
  opt has:totp here:none → ask totp because session_unverified
`
);
