import type { CounterKind } from '../factor';

export const COUNTER_KINDS: readonly CounterKind[] = ['guessable', 'recovery', 'password'];

export const counterKey = (userId: number, counter: CounterKind): string => `${userId}:${counter}`;

export interface DayRow {
  id: number;
  day: number;
  failures: number;
}
