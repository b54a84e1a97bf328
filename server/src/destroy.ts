import type { Core } from '@strapi/strapi';

import { leave } from './platform';

export default ({ strapi }: { strapi: Core.Strapi }): Promise<void> => leave(strapi);
