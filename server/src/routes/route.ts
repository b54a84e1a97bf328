/** How our routes are written down. The guard reads `config.mfa`; Strapi reads the rest. */
export interface MfaRouteConfig {
  /** Answers sessions that have not proved their second factor. Only believed on this plugin's own routes. */
  open?: true;
  /** Needs a proof younger than `stepUpMaxAgeMinutes`. Works on any plugin's route. */
  stepUp?: true;
}

export interface AdminRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  handler: string;
  config: {
    auth: false | { strategies: (string | object)[] };
    policies: (string | { name: string; config: { actions: string[] } })[];
    mfa?: MfaRouteConfig;
  };
}

type Method = AdminRoute['method'];

/** A route for signed-in administrators. `permission`: an action id; none means every administrator. */
export const adminRoute = (
  method: Method,
  path: string,
  handler: string,
  { permission, mfa }: { permission?: string; mfa?: MfaRouteConfig } = {}
): AdminRoute => ({
  method,
  path,
  handler,
  config: {
    // The session strategy only: an admin token must never reach these routes.
    auth: { strategies: ['admin'] },
    policies: [
      'admin::isAuthenticatedAdmin',
      ...(permission ? [{ name: 'admin::hasPermissions', config: { actions: [permission] } }] : []),
    ],
    ...(mfa ? { mfa } : {}),
  },
});
