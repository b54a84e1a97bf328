'use strict';

const { withOverrides } = require('../overrides.js');

module.exports = withOverrides('api', () => ({ rest: { defaultLimit: 25, maxLimit: 100 } }));
