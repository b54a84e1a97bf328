/**
 * Adds our pages and widgets to the panel: My Security in the profile menu and in Settings for everybody, and the
 * administration pages for people with the permission. Each page is loaded when it's opened.
 */
import type { ComponentType } from 'react';

import { type StrapiApp } from '@strapi/strapi/admin';

import { PERMISSIONS, PLUGIN_ID } from '../../../shared/contracts/ids';
import { twice } from '../load-again';
import { registerWidgets } from '../widgets';
import { NotLoaded } from './NotLoaded';

const words = (key: string, defaultMessage: string) => ({ id: `${PLUGIN_ID}.shell.${key}`, defaultMessage });

const needs = (action: string) => [{ action, subject: null }];

interface Page {
  default: ComponentType;
}

/**
 * If a page's file is missing, after a deployment or because of a blocker, this tries once more and then shows a
 * message.
 */
const page = (load: () => Promise<Page>) => (): Promise<Page> => twice(load).catch(() => ({ default: NotLoaded }));

export const registerPages = (app: StrapiApp): void => {
  app.router.addRoute({
    path: 'me/security',
    lazy: () => page(() => import('./MySecurity'))().then(({ default: Component }) => ({ Component })),
  });
  app.addSettingsLink({ id: PLUGIN_ID, intlLabel: words('section', 'Multi-Factor Authentication') }, [
    {
      id: `${PLUGIN_ID}-security`,
      intlLabel: words('link.security', 'My Security'),
      to: `${PLUGIN_ID}/security`,
      permissions: [],
      Component: page(() => import('./MySecurity')),
    },
    {
      id: `${PLUGIN_ID}-policy`,
      intlLabel: words('link.policy', 'Policy'),
      to: `${PLUGIN_ID}/policy`,
      permissions: needs(PERMISSIONS.policyRead),
      Component: page(() => import('./Policy')),
    },
    {
      id: `${PLUGIN_ID}-people`,
      intlLabel: words('link.people', 'People'),
      to: `${PLUGIN_ID}/people`,
      permissions: needs(PERMISSIONS.usersRead),
      Component: page(() => import('./People')),
    },
    {
      id: `${PLUGIN_ID}-activity`,
      intlLabel: words('link.activity', 'Activity'),
      to: `${PLUGIN_ID}/activity`,
      permissions: needs(PERMISSIONS.auditRead),
      Component: page(() => import('./Activity')),
    },
  ]);
  registerWidgets(app);
};
