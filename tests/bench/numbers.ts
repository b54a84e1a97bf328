export interface Figure {
  name: string;
  value: number;
  unit: 'ratio' | 'ms' | 'bytes' | 'kB' | 'MB' | 'per second' | 'statements' | 'commits';
  /** Highest accepted value, or null for a figure that is only reported. */
  limit: number | null;
  ok: boolean;
  /** Lowest and highest value across the rounds, in the same unit. */
  spread?: [number, number];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

const round = (value: number): number => Math.round(value * 1000) / 1000;

export const figure = (name: string, values: readonly number[], unit: Figure['unit'], limit: number | null): Figure => {
  const value = round(median(values));
  const spread: [number, number] = [round(Math.min(...values)), round(Math.max(...values))];
  return { name, value, unit, limit, ok: limit === null || value <= limit, ...(values.length > 1 ? { spread } : {}) };
};

/** Milliseconds of each call, one after another. */
export const timed = async (count: number, call: (index: number) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await call(index);
    times.push(performance.now() - began);
  }
  return times;
};

/**
 * Ratio of the medians of the same number of calls to each side. The calls alternate, so that other work on the machine
 * affects both sides equally.
 */
export const ratioOf = async (
  requests: number,
  measured: () => Promise<unknown>,
  stock: () => Promise<unknown>
): Promise<number> => {
  const times = { measured: [] as number[], stock: [] as number[] };
  for (let turn = 0; turn < requests; turn += 1) {
    const calls = [
      async () => times.measured.push(...(await timed(1, measured))),
      async () => times.stock.push(...(await timed(1, stock))),
    ];
    for (const call of turn % 2 === 0 ? calls : calls.reverse()) await call();
  }
  return median(times.measured) / median(times.stock);
};
