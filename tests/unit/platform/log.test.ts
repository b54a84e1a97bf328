import type { Core } from '@strapi/strapi';

import { logFailure } from '../../../server/src/platform/log';

const lineFor = (error: unknown): string => {
  const lines: string[] = [];
  logFailure({ log: { error: (line: string) => lines.push(line) } } as unknown as Core.Strapi, 'something', error);
  expect(lines).toHaveLength(1);
  return String(lines[0]);
};

describe('what an operator reads of a failure', () => {
  it('is one line, whatever stands in the error [C29]', () => {
    const line = lineFor(new Error('no\r\n[2026-01-01] error: [mfa] audit anchor 1 \u2028\u202egnorw'));
    expect(line).toMatch(/^\[mfa\] something failed: Error: no \[2026-01-01\]/);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  it('is what the database said, without the statement and its values [C29]', () => {
    const line = lineFor(new Error("insert into x values ('secret') - disk full"));
    expect(line).toContain('disk full');
    expect(line).not.toContain('secret');
  });
});
