/** V8 profiles of this process. Chrome's developer tools open them. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

const INTERVAL_US = 200;

export const profiling = (folder: string) => {
  const session = new Session();
  return {
    async start(): Promise<void> {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
      await session.post('Profiler.start');
    },
    async stop(name: string): Promise<void> {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
    },
  };
};
