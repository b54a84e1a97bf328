/** Loading it takes longer than the rest of this plugin together: a host that starts does not wait for it. */
export const webauthnLibrary = () => import('@simplewebauthn/server');
