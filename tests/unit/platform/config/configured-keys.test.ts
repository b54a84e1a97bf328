import config from '../../../../server/src/platform/config';

const secret = (letter: string): string => letter.repeat(40);

describe('configured encryption keys', () => {
  it('stop boot when two have the same id: what the second encrypted could not be read [C27]', () => {
    const keys = [
      { id: '2026', secret: secret('b') },
      { id: '2026', secret: secret('a') },
    ];
    expect(() => config.validator({ encryptionKeys: keys })).toThrow(/encryptionKeys: two keys have the same id/);
    expect(() => config.validator({ encryptionKeys: keys.slice(0, 1) })).not.toThrow();
  });
});
