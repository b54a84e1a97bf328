'use strict';

/** Three months at the demo's company: ordinary days, and a few that need attention. */
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAYS = 90;

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
];
const STRANGER = {
  ip: '203.0.113.77',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/119.0.0.0 Safari/537.36',
};

/** The same history every time. */
const dice = (seed) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const METHOD_OF = { key: 'webauthn', passkey: 'webauthn', app: 'totp', mail: 'email' };

const homeOf = (index) => ({ ip: `198.51.100.${10 + index}`, userAgent: BROWSERS[index % BROWSERS.length] });

/** A login: asked, sometimes with a wrong code first, then logged in, and sometimes confirmed again during the day. */
const signIn = (who, at, roll) => {
  const method = METHOD_OF[who.has[roll(who.has.length)]];
  const base = { target: who.target, from: who.home };
  const events = [{ ...base, at, type: 'sign_in.challenged', outcome: 'success', details: { door: 'login' } }];
  if (method === 'email') events.push({ ...base, at: at + 5000, type: 'code.sent', outcome: 'success', method });
  if (roll(9) === 0) {
    events.push({
      ...base,
      at: at + 12_000,
      type: 'verification.failed',
      outcome: 'failure',
      method,
      reason: 'wrong_code',
    });
  }
  events.push({
    ...base,
    at: at + 25_000,
    type: 'sign_in.completed',
    outcome: 'success',
    method,
    details: { door: 'login' },
  });
  if (roll(4) === 0) events.push({ ...base, at: at + 2 * HOUR, type: 'step_up.completed', outcome: 'success', method });
  return events;
};

const ordinaryDays = (people, now, roll) => {
  const events = [];
  for (let day = DAYS; day >= 0; day -= 1) {
    const morning = Math.floor(now / DAY) * DAY - day * DAY + 7 * HOUR;
    if ([0, 6].includes(new Date(morning).getUTCDay())) continue;
    for (const who of people) {
      const times = roll(10) < 7 ? 1 + roll(2) : 0;
      for (let time = 0; time < times; time += 1) {
        const at = morning + time * 4 * HOUR + roll(150) * MINUTE;
        if (at > who.since && at + 3 * HOUR < now) events.push(...signIn(who, at, roll));
      }
    }
  }
  return events;
};

const enrollments = (people) =>
  people.flatMap(({ target, home, since, has, names }) => [
    ...has.map((what, index) => ({
      at: since + index * 3 * MINUTE,
      from: home,
      type: 'factor.added',
      outcome: 'success',
      target,
      method: METHOD_OF[what],
      details: { name: names[index], first: index === 0 },
    })),
    { at: since + MINUTE, from: home, type: 'recovery_codes.generated', outcome: 'success', target },
    { at: since + 2 * MINUTE, from: home, type: 'recovery_codes.acknowledged', outcome: 'success', target },
  ]);

const wrong = (target, at, from, method = 'totp') => ({
  at,
  from,
  type: 'verification.failed',
  outcome: 'failure',
  target,
  method,
  reason: 'wrong_code',
});

/** Someone knows a person's password, an address tries many people, and someone has a new computer. */
const incidents = (people, now) => {
  const find = (first) => people.find(({ target }) => target.email.startsWith(first));
  const [omar, helen, zainab, jonas] = ['omar', 'helen', 'zainab', 'jonas'].map(find);
  const night = now - 2 * DAY + 2 * HOUR;
  const guesses = Array.from({ length: 14 }, (_, at) => wrong(omar.target, night + at * 4 * MINUTE, STRANGER));
  const tried = people.slice(4, 12).map(({ target }, at) => wrong(target, now - 30 * HOUR + at * 90_000, STRANGER));
  const fresh = { ip: '192.0.2.44', userAgent: BROWSERS[2] };
  return [
    ...guesses,
    {
      at: night + HOUR,
      from: STRANGER,
      type: 'verification.locked',
      outcome: 'failure',
      target: omar.target,
      method: 'totp',
    },
    ...tried,
    { at: now - 5 * HOUR, from: fresh, type: 'sign_in.challenged', outcome: 'success', target: helen.target },
    {
      at: now - 5 * HOUR + 30_000,
      from: fresh,
      type: 'sign_in.completed',
      outcome: 'success',
      target: helen.target,
      method: 'totp',
    },
    {
      at: now - 9 * DAY,
      from: zainab.home,
      type: 'recovery_code.used',
      outcome: 'success',
      target: zainab.target,
      method: 'recovery_code',
      details: { remaining: 2 },
    },
    {
      at: now - 6 * DAY,
      from: jonas.home,
      type: 'audit.exported',
      outcome: 'success',
      actor: jonas.target,
      details: { format: 'csv', total: 1800 },
    },
    {
      at: now - 4 * DAY,
      from: jonas.home,
      type: 'factor.renamed',
      outcome: 'success',
      target: jonas.target,
      details: { type: 'webauthn', from: 'Security key', to: 'Key on my ring' },
    },
    {
      at: now - 3 * DAY,
      from: STRANGER,
      type: 'access.denied',
      outcome: 'failure',
      actor: helen.target,
      reason: 'reset_of_somebody_above',
    },
  ];
};

/** Every event with its time, oldest first. `people`: `{target, home, since, has, names}` of everyone with a method. */
const historyOf = (people, now) => {
  const roll = dice(20_260_101);
  return [...enrollments(people), ...ordinaryDays(people, now, roll), ...incidents(people, now)].sort(
    (a, b) => a.at - b.at
  );
};

module.exports = { BROWSERS, DAY, HOUR, historyOf, homeOf };
