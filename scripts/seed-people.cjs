'use strict';

/**
 * Fills a running Strapi with the people of `demo/seed.cjs` and their last three months, through the plugin's own services:
 * events are sealed by the real recorder, and secrets are encrypted with the server's key. For the demo and for images.
 */
require('./lib/typescript.cjs');

const { randomBytes, randomUUID, createHash } = require('node:crypto');

const { relyingParty } = require('../server/src/factors');
const { containerOf } = require('../server/src/container');
const { DEFAULT_FIELDS } = require('../server/src/policy/decision');
const { AUTHOR, CAST, EDITOR, HELP_DESK } = require('./demo/seed.cjs');
const { addCoverage, addToken } = require('./demo/coverage.cjs');
const { BROWSERS, DAY, HOUR, historyOf, homeOf } = require('./demo/history.cjs');

const AAGUIDS = {
  key: '2fc0579f-8113-47ea-b116-bb5a8db9202a',
  passkey: [
    'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
    'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
    'bada5566-a7aa-401f-bd96-45619a55120d',
  ],
};
const NAMES = { key: 'YubiKey blue', passkey: 'MacBook Touch ID', app: 'Phone', mail: 'Email' };
const CODES = 10;
const AT_ONCE = 250;

const token = (bytes) => randomBytes(bytes).toString('base64url');

const roleIds = async (strapi) => {
  const roles = strapi.service('admin::role');
  const helpDesk = await roles.create({ name: HELP_DESK, description: 'Helps colleagues who are locked out' });
  const actions = ['users.read', 'users.reset', 'users.remind', 'audit.read'].map((name) => ({
    action: `plugin::mfa.${name}`,
    subject: null,
    properties: {},
    conditions: [],
  }));
  await roles.assignPermissions(helpDesk.id, actions);
  const all = await strapi.db.query('admin::role').findMany({ select: ['id', 'code'] });
  return (role) => (role === HELP_DESK ? helpDesk.id : all.find(({ code }) => code === role).id);
};

const addUsers = async (strapi, now, password) => {
  const roleId = await roleIds(strapi);
  const hash = await strapi.service('admin::auth').hashPassword(password);
  const people = [];
  for (const [index, { role, has, is, language, ...person }] of CAST.entries()) {
    const user = await strapi.db.query('admin::user').create({
      data: {
        ...person,
        password: hash,
        isActive: true,
        registrationToken: null,
        preferedLanguage: language,
        roles: [roleId(role)],
        createdAt: new Date(now - (100 + index) * DAY),
      },
    });
    people.push({
      id: user.id,
      target: { id: user.id, email: user.email },
      home: homeOf(index),
      since: now - (is.includes('fresh') ? 2 + (index % 4) : 30 + (index % 60)) * DAY,
      has,
      names: has.map((what) => NAMES[what]),
      is,
    });
  }
  return people;
};

const draftOf = (container, person, what, index) => {
  const uid = randomUUID();
  const base = { uid, secret: null, credentialHash: null, signCount: 0, lastStep: null, defaultName: NAMES[what] };
  const place = (purpose) => ({ purpose, userId: person.id, rowId: uid });
  if (what === 'app') {
    const data = { algorithm: 'sha1', digits: 6, period: 30 };
    return { ...base, type: 'totp', secret: container.vault.seal(randomBytes(20), place('totp-seed')), data };
  }
  if (what === 'mail') {
    const { email } = person.target;
    const data = { destination: `${email[0]}•••${email.slice(email.indexOf('@'))}` };
    return { ...base, type: 'email', secret: container.vault.seal(Buffer.from(email), place('email-address')), data };
  }
  const party = relyingParty(container.config, container.strapi.config.get('admin.absoluteUrl'));
  const id = randomBytes(32);
  const synced = what === 'passkey';
  const draft = {
    ...base,
    type: 'webauthn',
    userId: person.id,
    credentialHash: createHash('sha256').update(id).digest('hex'),
    data: {
      credentialId: id.toString('base64url'),
      publicKey: token(77),
      aaguid: synced ? AAGUIDS.passkey[index % AAGUIDS.passkey.length] : AAGUIDS.key,
      transports: synced ? ['internal', 'hybrid'] : ['usb', 'nfc'],
      backupEligible: synced,
      backedUp: synced,
      rpId: party.ok ? party.id : 'localhost',
      mac: null,
    },
  };
  return { ...draft, data: container.factors.factor('webauthn').rekey(draft)?.data ?? draft.data };
};

const enroll = (container, person, index, lastSeen) =>
  container.database.transaction(async (trx) => {
    const { accounts, authenticators, database, factors } = container;
    await accounts.open(person.id, trx);
    for (const what of person.has) {
      const draft = draftOf(container, person, what, index);
      await authenticators.add(person.id, draft, draft.defaultName, person.since, trx);
    }
    await database.table('authenticators', trx).where({ user_id: person.id }).update({ last_used_at: lastSeen });
    const hashes = Array.from({ length: CODES }, () => randomBytes(32).toString('hex'));
    await factors.recovery.store(person.id, { codes: [], setId: randomUUID(), salt: token(16), hashes }, trx);
    if (person.is.includes('low')) {
      const used = database.table('recoveryCodes', trx).where({ user_id: person.id }).whereIn('hash', hashes.slice(2));
      await used.update({ used_at: lastSeen });
    }
    await accounts.change(person.id, { firstBoundAt: person.since, lastVerifiedAt: lastSeen }, trx);
  });

const special = async (container, person, now) => {
  const { database, sessions } = container;
  const row = { user_id: person.id, document_id: randomUUID() };
  const counter = { ...row, counter_key: `${person.id}:guessable`, kind: 'guessable', failures: 14 };
  if (person.is.includes('stopped')) await database.table('counters').insert({ ...counter, stopped_at: now - DAY });
  if (person.is.includes('locked')) {
    const until = now + 20 * HOUR;
    await database.table('counters').insert({ ...counter, locked_until: until, blocked_until: until });
  }
  if (person.is.includes('trusted')) {
    const added = { uid: randomUUID(), token_hash: randomBytes(32).toString('hex'), name: 'Chrome, Windows' };
    const times = { added_at: now - 3 * DAY, last_used_at: now - DAY, expires_at: now + 11 * DAY };
    await database.table('trustedBrowsers').insert({ ...row, ...added, ...times });
  }
  if (!person.is.includes('here')) return;
  const plan = {
    deviceId: randomUUID(),
    type: 'refresh',
    metadata: { deviceName: 'Firefox on Linux', userAgent: BROWSERS[2] },
  };
  await database.transaction(async (trx) => {
    const birth = { userId: person.id, provider: 'local', door: 'login' };
    const { family } = await sessions.begin(() => sessions.mintAs(person.id, plan), birth, trx);
    const method = person.has.includes('app') ? 'totp' : 'webauthn';
    const proof = { method, userVerified: true, countsForSession: true, countsForSelfService: true };
    await sessions.families.prove(family.familyId, proof, trx);
  });
};

/** Administrators' actions, with the same calls as from the panel. Their times are between the other events. */
const deeds = (container, actor, people, now) => {
  const withMark = (mark) => people.filter(({ is }) => is.includes(mark));
  const policy = {
    requirement: 'optional',
    roles: { [EDITOR]: 'required_on_first_login', [AUTHOR]: 'optional' },
    allowedMethods: ['webauthn', 'totp', 'email'],
    gracePeriodDays: 14,
    trustedBrowserDays: 14,
    helpText: 'Locked out? Call the help desk on extension 4711 and have your badge ready.',
    helpTexts: { de: 'Ausgesperrt? Rufen Sie den Helpdesk unter 4711 an und halten Sie Ihren Ausweis bereit.' },
  };
  const save = () => container.policyEditor.save({ ...DEFAULT_FIELDS, ...policy }, { ...actor, provider: 'local' });
  return [
    { at: now - 10 * DAY, run: save },
    ...withMark('exempt').map(({ id }, index) => ({
      at: now - (5 - index) * DAY,
      run: () =>
        container.people.exempt(actor, id, { reason: 'New phone is on its way', until: now + (9 + index) * DAY }),
    })),
    ...withMark('reset').map(({ id }, index) => ({
      at: now - (8 + index) * HOUR,
      run: () => container.people.reset(actor, id, { reason: 'Lost the phone; checked by video call' }),
    })),
  ];
};

/** Many in one transaction, so that the head of the chain is locked once per batch. */
const write = async (container, events, tell) => {
  const { audit, database, ports, strapi } = container;
  const append = async ({ at, from, ...event }, trx) => {
    ports.clock.now = () => at;
    const context = { request: { ip: from.ip, headers: { 'user-agent': from.userAgent } }, state: {} };
    await strapi.requestContext.run(context, () => audit.append(event, trx));
  };
  for (let start = 0; start < events.length; start += AT_ONCE) {
    await database.transaction(async (trx) => {
      for (const event of events.slice(start, start + AT_ONCE)) await append(event, trx);
    });
    tell(Math.min(start + AT_ONCE, events.length), events.length);
  }
};

/**
 * @param actor e-mail address of the administrator who did what was done
 * @param password of everybody in the cast
 * @param tell called with how many events are written, and of how many
 */
const seedPeople = async (strapi, { actor: email, password, tell = () => undefined }) => {
  const container = containerOf(strapi);
  const { clock } = container.ports;
  const real = clock.now;
  const now = real();
  try {
    const { id } = await strapi.service('admin::user').findOneByEmail(email);
    const people = await addUsers(strapi, now, password);
    const equipped = people.filter(({ has }) => has.length > 0);
    // People who are reset below had a phone before.
    const before = people.filter(({ is }) => is.includes('reset'));
    for (const person of before) Object.assign(person, { has: ['app'], names: [NAMES.app] });
    for (const [index, person] of [...equipped, ...before].entries())
      await enroll(container, person, index, now - (1 + index) * HOUR);
    const planned = deeds(container, { id, email }, people, now).sort((a, b) => a.at - b.at);
    const events = historyOf([...equipped, ...before], now);
    for (const { at, run } of planned) {
      const earlier = events.findIndex((event) => event.at > at);
      await write(container, events.splice(0, earlier < 0 ? events.length : earlier), tell);
      clock.now = () => at;
      await run();
    }
    await write(container, events, tell);
    clock.now = real;
    for (const person of equipped) await special(container, person, now);
    await addToken(strapi, id, now);
    await addCoverage(container, people, now);
    await container.notices.flush();
  } finally {
    clock.now = real;
    await container.outbox.close();
  }
};

module.exports = { seedPeople };
