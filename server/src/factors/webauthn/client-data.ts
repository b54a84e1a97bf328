/**
 * Whether an answer was created inside another site's page. The library checks `topOrigin` in one ceremony and neither
 * field in the other, so this reads both for both (WebAuthn L3 §7.1 steps 10–11, §7.2 steps 14–15).
 */
export const isSameOriginCeremony = (clientDataJSON: string): boolean => {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    if (typeof data !== 'object' || data === null) return false;
    const { crossOrigin, topOrigin } = data as { crossOrigin?: unknown; topOrigin?: unknown };
    return (crossOrigin === undefined || crossOrigin === false) && topOrigin === undefined;
  } catch {
    return false;
  }
};
