/**
 * Two boxes for the homepage: how well my own account is protected, for everybody, and how many people are, for those
 * who may see the list. Each is loaded when the homepage shows it. Deadlines are always shown elsewhere, too.
 */
import { ChartCircle, Shield } from '@strapi/icons';
import { type StrapiApp } from '@strapi/strapi/admin';

import { PERMISSIONS, PLUGIN_ID } from '../../../shared/contracts/ids';

const words = (key: string, defaultMessage: string) => ({ id: `${PLUGIN_ID}.shell.${key}`, defaultMessage });

export const registerWidgets = (app: StrapiApp): void => {
  app.widgets.register([
    {
      id: 'account',
      pluginId: PLUGIN_ID,
      icon: Shield,
      title: words('widget.account', 'Your Account Security'),
      link: { label: words('widget.account.link', 'Open My Security'), href: '/me/security' },
      component: () => import('./AccountWidget').then(({ AccountWidget }) => AccountWidget),
    },
    {
      id: 'coverage',
      pluginId: PLUGIN_ID,
      icon: ChartCircle,
      title: words('widget.coverage', 'MFA Coverage'),
      link: { label: words('widget.coverage.link', 'Open People'), href: '/settings/mfa/people' },
      permissions: [{ action: PERMISSIONS.usersRead }],
      component: () => import('./CoverageWidget').then(({ CoverageWidget }) => CoverageWidget),
    },
  ]);
};
