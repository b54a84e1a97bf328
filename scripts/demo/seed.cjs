'use strict';

/**
 * Who works at the demo's company, one line a person: name, role, what they have, and what is special about them.
 *
 * has    key: a security key · passkey: one that is synced · app · mail: codes by mail
 * is     exempt, reset, locked, stopped, low (two recovery codes left), fresh (first method this week),
 *        trusted (a trusted browser), here (a session right now)
 */
const EDITOR = 'strapi-editor';
const AUTHOR = 'strapi-author';
const SUPER = 'strapi-super-admin';
const HELP_DESK = 'Help desk';

const person = (firstname, lastname, role, has = [], is = [], language = 'en') => ({
  firstname,
  lastname,
  role,
  has,
  is,
  language,
  email: `${firstname}.${lastname}@example.com`
    .normalize('NFD')
    .replace(/[^\w.@]/g, '')
    .toLowerCase(),
});

const CAST = [
  person('Mira', 'Okafor', SUPER, ['key', 'passkey', 'app'], ['here']),
  person('Jonas', 'Weber', SUPER, ['key', 'app'], ['trusted'], 'de'),
  person('Priya', 'Raman', HELP_DESK, ['passkey', 'app'], ['here']),
  person('Tomás', 'Herrera', HELP_DESK, ['key'], [], 'es'),
  person('Lucie', 'Moreau', EDITOR, ['passkey'], ['here', 'trusted'], 'fr'),
  person('Kenji', 'Sato', EDITOR, ['app'], ['trusted'], 'ja'),
  person('Beatriz', 'Lima', EDITOR, ['app', 'passkey'], [], 'pt-BR'),
  person('Wei', 'Zhang', EDITOR, ['passkey'], [], 'zh-Hans'),
  person('Hanna', 'Lindqvist', EDITOR, ['app'], ['low']),
  person('Omar', 'Haddad', EDITOR, ['app'], ['locked']),
  person('Sofia', 'Rossi', EDITOR, ['key', 'app'], ['here']),
  person('Daniel', 'Kowalski', EDITOR, ['mail']),
  person('Grace', 'Mwangi', EDITOR, ['passkey'], ['fresh']),
  person('Emil', 'Jensen', EDITOR, [], ['exempt']),
  person('Zoë', 'van Dijk', EDITOR, [], ['reset']),
  person('Ahmed', 'Nasser', EDITOR),
  person('Clara', 'Schmidt', EDITOR, [], [], 'de'),
  person('Ivan', 'Petrov', EDITOR),
  person('Noor', 'Aziz', EDITOR, ['app'], ['stopped']),
  person('Paul', 'Dubois', EDITOR, ['app', 'mail'], [], 'fr'),
  person('Rosa', 'Marín', EDITOR, ['key'], ['trusted'], 'es'),
  person('Sven', 'Eklund', EDITOR, ['app']),
  person('Tara', 'Singh', EDITOR, ['passkey', 'app'], ['here']),
  person('Uma', 'Patel', EDITOR, [], ['exempt']),
  person('Victor', 'Alves', AUTHOR, ['app'], [], 'pt-BR'),
  person('Wanda', 'Nowak', AUTHOR, ['passkey'], ['fresh']),
  person('Xavier', 'Roche', AUTHOR, [], [], 'fr'),
  person('Yuki', 'Tanaka', AUTHOR, [], [], 'ja'),
  person('Zainab', 'Bello', AUTHOR, ['app'], ['low']),
  person('Arthur', 'Klein', AUTHOR, ['mail'], [], 'de'),
  person('Bianca', 'Costa', AUTHOR),
  person('Carlos', 'Vega', AUTHOR, ['key'], [], 'es'),
  person('Dina', 'Farouk', AUTHOR, ['app']),
  person('Elias', 'Berg', AUTHOR),
  person('Fatima', 'Zahra', AUTHOR, ['passkey']),
  person('Georg', 'Huber', AUTHOR, [], ['reset'], 'de'),
  person('Helen', 'Brooks', AUTHOR, ['app'], ['here']),
];

module.exports = { AUTHOR, CAST, EDITOR, HELP_DESK, SUPER };
