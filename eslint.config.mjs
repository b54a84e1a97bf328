import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const SOURCES = ['server/src/**/*.ts', 'admin/src/**/*.{ts,tsx}', 'shared/**/*.ts'];
const TESTS = ['tests/**/*.{ts,tsx}'];

const noMathRandom = {
  object: 'Math',
  property: 'random',
  message: 'Math.random is guessable. Take randomness from ports.random (server) or crypto (panel).',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'tests/results/',
      'tests/host/build/',
      'tests/host/.strapi/',
      'tests/host/.tmp/',
      'tests/host/dist/',
    ],
  },
  {
    // Rules are not switched off line by line: a rule that is wrong here is changed here, for everybody to see.
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      ecmaVersion: 2023,
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        __dirname: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        exports: 'writable',
        fetch: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
        setTimeout: 'readonly',
        strapi: 'readonly',
      },
    },
    rules: { 'no-restricted-properties': ['error', noMathRandom] },
  },
  {
    files: ['tests/host/**/*.js', 'tests/setup/**/*.js', 'scripts/**/*.cjs', 'strapi-*.js', 'jest*.js'],
    ignores: ['tests/host/src/admin/**'],
    languageOptions: { sourceType: 'commonjs', globals: { globalThis: 'readonly', jest: 'readonly' } },
  },
  {
    files: [...SOURCES, ...TESTS],
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-undef': 'off',
      'no-restricted-properties': ['error', noMathRandom],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: TESTS,
    rules: { 'no-console': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  }
);
