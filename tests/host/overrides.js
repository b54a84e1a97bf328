'use strict';

/**
 * What a test changes about this host, by config file: `{ admin: {…}, server: {…}, plugins: {…} }`.
 * In the same process it is an object (functions allowed), for a process of its own it is JSON in HOST_CONFIG.
 */
const given = () => {
  if (globalThis.hostConfig) return globalThis.hostConfig;
  return process.env.HOST_CONFIG ? JSON.parse(process.env.HOST_CONFIG) : {};
};

const isPlain = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.init !== 'function';

const merge = (base, change) => {
  if (change === undefined) return base;
  if (!isPlain(base) || !isPlain(change)) return change;
  const keys = new Set([...Object.keys(base), ...Object.keys(change)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], change[key])]));
};

/** A config file's own answer with the test's changes on top. */
const withOverrides = (file, build) => (tools) => merge(build(tools), given()[file]);

module.exports = { withOverrides };
