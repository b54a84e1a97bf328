/** Startup time with and without the plugin, on the same database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { figure, type Figure } from '../numbers';
import { bootTime } from '../servers';
import { ROUNDS } from './sign-in';

export const scaleCases = async (): Promise<Figure[]> => {
  const stock = mkdtempSync(join(tmpdir(), 'mfa-bench-'));
  const plugged = mkdtempSync(join(tmpdir(), 'mfa-bench-'));
  try {
    await bootTime({ plugin: false, folder: stock });
    await bootTime({ plugin: true, folder: plugged });
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const without = await bootTime({ plugin: false, folder: stock });
      ratios.push((await bootTime({ plugin: true, folder: plugged })) / without);
    }
    return [figure('boot time, with the plugin against without', ratios, 'ratio', 1.1)];
  } finally {
    rmSync(stock, { recursive: true, force: true });
    rmSync(plugged, { recursive: true, force: true });
  }
};
