import { minutesOff } from '../../../../admin/src/factors/totp/clock';

const SERVER = '2026-03-01T12:00:00.000Z';
const off = (seconds: number) => minutesOff(SERVER, Date.parse(SERVER) + seconds * 1000);

describe("a computer's clock beside the server's", () => {
  it('is not worth a word up to a minute, whichever is ahead [A16]', () => {
    expect([-60, -1, 0, 1, 60].map(off)).toEqual([null, null, null, null, null]);
  });

  it('is off by whole minutes, one at least [A16]', () => {
    expect([-61, 61, 89, 90, -150, 3600].map(off)).toEqual([1, 1, 1, 2, 3, 60]);
  });
});
