'use strict';

const path = require('node:path');

const escaped = __dirname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const typescript = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
];

const project = (displayName, folders, more = {}) => ({
  displayName,
  rootDir: __dirname,
  roots: [path.join(__dirname, 'tests')],
  testMatch: folders.flatMap((folder) => [`**/tests/${folder}/**/*.test.ts`, `**/tests/${folder}/**/*.test.tsx`]),
  modulePathIgnorePatterns: ['<rootDir>/tests/host/'],
  testEnvironment: 'node',
  transform: { '\\.[jt]sx?$': typescript },
  // The host loads its plugins as they are published; ours is read from the sources instead, so no build is needed.
  moduleNameMapper: {
    [`^${escaped}/dist/server/index\\.js$`]: '<rootDir>/server/src/index.ts',
    '^cbor$': '<rootDir>/tests/support/emulator-cbor.ts',
  },
  ...more,
});

const onRealHost = {
  globalSetup: '<rootDir>/tests/setup/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/setup/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/tests/setup/real-host.js'],
};

module.exports = {
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
  projects: [
    project('unit', ['unit'], { setupFilesAfterEnv: ['<rootDir>/tests/setup/unit.js'] }),
    project('server', ['server', 'promises', 'contract', 'cluster', 'accidents'], onRealHost),
    project('browser', ['browser'], onRealHost),
    project('engines', ['engines'], onRealHost),
  ],
};
