/** The form of the plugin's routes. The guard reads `config.mfa`, and Strapi reads the rest. */
export interface MfaRouteConfig {
  /** Answers sessions that haven't proved their second factor. Only respected on this plugin's own routes. */
  open?: true;
  /** Requires a proof within `stepUpMaxAgeMinutes`. Works on any plugin's route. */
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

/** A route for logged-in administrators. `permission`: an action ID. None means every administrator. */
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
    // Only the session strategy. An admin token must never reach these routes.
    auth: { strategies: ['admin'] },
    policies: [
      'admin::isAuthenticatedAdmin',
      ...(permission ? [{ name: 'admin::hasPermissions', config: { actions: [permission] } }] : []),
    ],
    ...(mfa ? { mfa } : {}),
  },
});
