/** What is said about a neighbor: in the log at boot, by the doctor, and on the policy page. */
import type { MfaConfig } from '../config';
import type { Standing } from './neighbor';

export interface Word {
  status: 'ok' | 'warning' | 'error';
  message: string;
}

interface Seen {
  name: string;
  standing: Standing;
}

const YIELDING =
  'this plugin steps aside: it asks nobody who is asked there, and sends nobody to set anything up. People who have ' +
  'set up a second step here and not there are still asked here. Use one of the two; mfa.config.native: "ignore" keeps both';

/** Null for a neighbor that is not there. */
export const wordAbout = ({ name, standing }: Seen, native: MfaConfig['native']): Word | null => {
  switch (standing) {
    case 'absent':
      return null;
    case 'off':
      return { status: 'ok', message: `${name} is there, but switched off.` };
    case 'unknown':
      return {
        status: 'warning',
        message: `${name} is there, but nothing says whether it is switched on. This plugin works as ever; make sure that only one of the two is on.`,
      };
    case 'on':
      return native === 'yield'
        ? { status: 'warning', message: `${name} is switched on, and ${YIELDING}.` }
        : {
            status: 'error',
            message: `${name} is switched on as well, and mfa.config.native is "ignore": people are asked twice. Switch one of them off.`,
          };
  }
};
