const MINUTE_MS = 60_000;

/** The difference in minutes between this computer's clock and the server's. Null if it's at most one. */
export const minutesOff = (serverTime: string, now: number): number | null => {
  const off = Math.abs(now - Date.parse(serverTime));
  return off > MINUTE_MS ? Math.round(off / MINUTE_MS) : null;
};
