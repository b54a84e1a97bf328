import type { StrapiApp } from '@strapi/strapi/admin';

import { installGate } from './gate';
import { registerTrads } from './i18n/shell';
import { watchLogin } from './login';
import { registerPages } from './pages';
import { PLUGIN_ID } from './plugin-id';

/** Everything the log-in page carries stands in this file and what it imports; the rest is fetched when needed. */
const plugin = {
  register(app: StrapiApp): void {
    installGate(app);
    watchLogin(app);
    registerPages(app);
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },
  registerTrads,
};

export default plugin;
