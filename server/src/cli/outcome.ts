/** The result of a command: `lines` for people, `data` for scripts. */
export interface Outcome {
  exitCode: ExitCode;
  lines: string[];
  data: unknown;
}

export const EXIT = { done: 0, wrong: 1, usage: 2, refused: 3, failed: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const done = (lines: string[], data: unknown): Outcome => ({ exitCode: EXIT.done, lines, data });

/** Names in the left column, values in the right. */
export const pairs = (entries: readonly (readonly [string, unknown])[]): string[] => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`);
};

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
