import type { Core } from '@strapi/strapi';

import { runTeardown } from './platform';

export default ({ strapi }: { strapi: Core.Strapi }): Promise<void> => runTeardown(strapi);
