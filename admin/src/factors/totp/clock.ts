const MINUTE_MS = 60_000;

/** By how many minutes this computer's clock differs from the server's; null when that is one at most. */
export const minutesOff = (serverTime: string, now: number): number | null => {
  const off = Math.abs(now - Date.parse(serverTime));
  return off > MINUTE_MS ? Math.round(off / MINUTE_MS) : null;
};
