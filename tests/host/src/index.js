'use strict';

module.exports = {
  register({ strapi }) {
    // Routes that a host may have and that the tests need: an identity provider, somebody else's plugin, a broken one.
    if (process.env.MFA_TEST_HOST === '1') require('../test-routes.js').open(strapi);
    if (process.env.MFA_TEST_NATIVE) require('../neighbors/native.js').move(strapi, process.env.MFA_TEST_NATIVE);
  },
  bootstrap() {},
};
