'use strict';

const { randomBytes, randomUUID } = require('node:crypto');

const { DAY, HOUR } = require('./history.cjs');

/** They have a method, but another status today. */
const ASIDE = ['stopped', 'locked', 'exempt', 'reset'];

/** What the schedule would have counted on each of the last days: everybody from the beginning, protected one by one. */
const addCoverage = async (container, people, now) => {
  const today = Math.floor(now / DAY);
  const days = Array.from({ length: 89 }, (_, index) => today - 89 + index);
  const counting = people.filter(({ has, is }) => has.length > 0 && !is.some((mark) => ASIDE.includes(mark)));
  for (const day of days) {
    const equipped = counting.filter(({ since }) => since / DAY <= day + 1);
    const weak = equipped.filter(({ has }) => has.every((what) => what === 'mail')).length;
    const none = { in_grace: 0, must_enroll: 0, exempt: 0, locked: 0 };
    const counts = {
      protected: equipped.length - weak,
      weak,
      not_set_up: people.length + 1 - equipped.length,
      ...none,
    };
    await container.database.table('coverageDays').insert({ day, at: day * DAY, document_id: randomUUID(), ...counts });
  }
};

/** A long-lived token, whose owner and age People shows. Nobody knows this token. */
const addToken = (strapi, owner, now) =>
  strapi.db.query('admin::api-token').create({
    data: {
      name: 'Nightly export',
      description: '',
      kind: 'admin',
      accessKey: randomBytes(64).toString('hex'),
      adminUserOwner: owner,
      createdAt: new Date(now - 210 * DAY),
      lastUsedAt: new Date(now - 8 * HOUR),
    },
  });

module.exports = { addCoverage, addToken };
