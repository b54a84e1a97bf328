/** One clock for several processes: the test writes the time to a file that every node reads. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import type { TestClock } from './clock';

interface Hands {
  standing: number | null;
  ahead: number;
}

const read = (file: string): Hands => JSON.parse(readFileSync(file, 'utf8')) as Hands;

const write = (file: string, hands: Hands): void => {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(hands));
  renameSync(draft, file);
};

const timeOf = ({ standing, ahead }: Hands): number => standing ?? Date.now() + ahead;

/** The clock of a node. */
export const clockFrom = (file: string) => (): number => timeOf(read(file));

export const sharedClock = (file: string): TestClock => {
  write(file, { standing: null, ahead: 0 });
  return {
    now: () => timeOf(read(file)),
    set(ms) {
      write(file, { ...read(file), standing: ms });
    },
    advance(ms) {
      const hands = read(file);
      if (hands.standing === null) write(file, { ...hands, ahead: hands.ahead + ms });
      else write(file, { ...hands, standing: hands.standing + ms });
    },
    run() {
      write(file, { standing: null, ahead: 0 });
    },
  };
};
