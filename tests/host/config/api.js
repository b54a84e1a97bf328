'use strict';

const { withOverrides } = require('../overrides');

module.exports = withOverrides('api', () => ({ rest: { defaultLimit: 25, maxLimit: 100 } }));
