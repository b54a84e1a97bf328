'use strict';

/** Lets a separate process load the plugin from its sources instead of its build, as the tests do. */
const Module = require('node:module');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const built = path.join(root, 'dist/server/index.js');
const sources = path.join(root, 'server/src/index.ts');
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = (...args) => {
  const found = resolveFilename(...args);
  return found === built ? sources : found;
};
