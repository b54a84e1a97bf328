import type { StrapiApp } from '@strapi/strapi/admin';

import { installGate } from './gate';
import { registerTrads } from './i18n/shell';
import { watchLogin } from './login';
import { registerPages } from './pages';
import { PLUGIN_ID } from './plugin-id';

/** This file and its imports are everything that the login page loads. The rest is loaded when needed. */
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
