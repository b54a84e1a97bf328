'use strict';

/** The demo's accounts. The passwords are public, because the demo listens only on this machine. */
const PASSWORD = 'Demo-password-1';

const PEOPLE = [
  { email: 'admin@example.com', firstname: 'Ada', lastname: 'Admin', role: 'strapi-super-admin' },
  { email: 'erin@example.com', firstname: 'Erin', lastname: 'Editor', role: 'strapi-editor' },
  { email: 'aki@example.com', firstname: 'Aki', lastname: 'Author', role: 'strapi-author' },
];

const ARTICLES = [
  { title: 'Why a password is not enough', summary: 'Something you know can be told, guessed and stolen.' },
  { title: 'A key that cannot be phished', summary: 'It answers to one address and to no other.' },
];

/** Fills a new demo. Later starts change nothing. */
const seed = async (strapi) => {
  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  for (const { role: code, ...person } of PEOPLE) {
    const role = await strapi.db.query('admin::role').findOne({ where: { code } });
    await users.create({ ...person, password: PASSWORD, isActive: true, registrationToken: null, roles: [role.id] });
  }
  await allowEditing(strapi);
  for (const article of ARTICLES) {
    await strapi.documents('api::article.article').create({ data: { ...article, body: article.summary } });
  }
  const { seedPeople } = require('../seed-people.cjs');
  await seedPeople(strapi, { actor: PEOPLE[0].email, password: PASSWORD });
};

/** Editors and authors of a new Strapi have no permissions. Here, they can write articles and use the media library. */
const allowEditing = async (strapi) => {
  const fields = ['title', 'slug', 'summary', 'body', 'featured', 'cover'];
  const onArticle = ['create', 'read', 'update', 'delete', 'publish'].map((verb) => ({
    action: `plugin::content-manager.explorer.${verb}`,
    subject: 'api::article.article',
    properties: verb === 'delete' || verb === 'publish' ? {} : { fields },
    conditions: [],
  }));
  for (const code of ['strapi-editor', 'strapi-author']) {
    const role = await strapi.db.query('admin::role').findOne({ where: { code }, populate: ['permissions'] });
    const present = role.permissions
      .filter(({ subject }) => subject !== 'api::article.article')
      .map(({ action, subject, properties, conditions }) => ({ action, subject, properties, conditions }));
    await strapi.service('admin::role').assignPermissions(role.id, [...present, ...onArticle]);
  }
};

module.exports = { PEOPLE, PASSWORD, seed };
