import { createKeyRing, keyFlaw } from '../../../../server/src/platform/crypto';
import { configSchema } from '../../../../server/src/platform/config/schema';

describe('a key', () => {
  it.each([
    'tobemodified',
    'toBeModified1',
    'changeme',
    'change-me',
    'your-encryption-key-here',
    'my_super_secret_key_123',
    'changemechangemechangemechangeme',
    'CHANGE_THIS_SECRET_KEY',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '0000000000000000000000000000000000',
  ])('that everybody knows is a placeholder: %s [C38]', (secret) => expect(keyFlaw(secret)).toBe('placeholder'));

  it.each(['', 'q0Jm3v9s', 'deadbeefcafe01234567', 'kT9#x', 'q0Jm3v9sT1xYb7Lw5Zk='])(
    'of less than 16 bytes is flawed: "%s" [C38]',
    (secret) => expect(keyFlaw(secret)).not.toBeNull()
  );

  it.each(['q0Jm3v9sT1xYb7Lw5ZkR2g==', '9f86d081884c7d659a2feaa0c55ad015', 'a horse! the key (of mine)'])(
    'of 16 bytes is one: %s [C38]',
    (secret) => expect(keyFlaw(secret)).toBeNull()
  );

  it('is refused for what is new in production only, and only where it encrypts [C38]', () => {
    const weak = { id: 'default', secret: 'tobemodified' };
    const good = { id: 'new', secret: 'q0Jm3v9sT1xYb7Lw5ZkR2gq0Jm3v9sT1' };
    expect(createKeyRing([weak]).refusal).toBeNull();
    expect(createKeyRing([weak], { refusesWeak: true }).refusal).toBe('weak_encryption_key');
    expect(createKeyRing([good, weak], { refusesWeak: true }).refusal).toBeNull();
    expect(createKeyRing([], { refusesWeak: true }).refusal).toBe('no_encryption_key');
  });

  it('needs 32 characters where it is the first of the configuration, and nowhere else [C38]', () => {
    const [long, short] = ['n'.repeat(40), 'q0Jm3v9sT1xYb7Lw5ZkR2g=='];
    const keys = (...secrets: string[]) => ({
      encryptionKeys: secrets.map((secret, at) => ({ id: `k${at}`, secret })),
    });
    expect(configSchema.safeParse(keys(long, short)).success).toBe(true);
    const refused = configSchema.safeParse(keys(short, long));
    expect(refused.error?.issues[0]?.path).toEqual(['encryptionKeys', 0, 'secret']);
  });
});
