import { createContext, useContext, type ReactNode } from 'react';

import { Page, useRBAC } from '@strapi/strapi/admin';

import { PERMISSIONS } from '../../../../shared/contracts/constants';

/** What the administrator may do. The server checks again, including who has more permissions. */
export interface Rights {
  reset: boolean;
  exempt: boolean;
  remind: boolean;
  events: boolean;
}

const NONE: Rights = { reset: false, exempt: false, remind: false, events: false };
const RightsContext = createContext<Rights>(NONE);

const needs = (action: string) => [{ action, subject: null }];
const ASKED = {
  reset: needs(PERMISSIONS.usersReset),
  exempt: needs(PERMISSIONS.usersExempt),
  remind: needs(PERMISSIONS.usersRemind),
  events: needs(PERMISSIONS.auditRead),
};

export const useRights = (): Rights => useContext(RightsContext);

/** Asks once for the whole page. */
export const RightsProvider = ({ children }: { children: ReactNode }) => {
  const { allowedActions, isLoading } = useRBAC(ASKED);
  if (isLoading) return <Page.Loading />;
  // Strapi names each permission after the last part of its action. Here, only `audit.read` ends this way.
  const { canReset = false, canExempt = false, canRemind = false, canRead = false } = allowedActions;
  return (
    <RightsContext.Provider value={{ reset: canReset, exempt: canExempt, remind: canRemind, events: canRead }}>
      {children}
    </RightsContext.Provider>
  );
};
