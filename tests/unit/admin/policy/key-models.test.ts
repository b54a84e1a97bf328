import { aaguidIn, chosenOf, modelsOf } from '../../../../admin/src/pages/Policy/key-models';

const [OLD, NEW, OTHER, STRANGE] = [1, 2, 3, 4].map((digit) => `0000000${digit}-1111-2222-3333-444444444444`) as [
  string,
  string,
  string,
  string,
];
const NAMES = { [NEW]: 'YubiKey 5', [OTHER]: 'android', [OLD]: 'YubiKey 5' };

describe('models of keys by name [C50]', () => {
  it('are one a name, with every AAGUID of it, in the order of the alphabet', () => {
    expect(modelsOf(NAMES, 'en')).toEqual([
      { name: 'android', ids: [OTHER] },
      { name: 'YubiKey 5', ids: expect.arrayContaining([OLD, NEW]) },
    ]);
  });

  it('say how much of a name is allowed, and keep what has none', () => {
    expect(chosenOf([STRANGE, NEW], modelsOf(NAMES, 'en'))).toEqual([
      { name: 'YubiKey 5', ids: [NEW], total: 2 },
      { name: null, ids: [STRANGE], total: 1 },
    ]);
    expect(chosenOf([], modelsOf(NAMES, 'en'))).toEqual([]);
    expect(chosenOf([NEW], [])).toEqual([{ name: null, ids: [NEW], total: 1 }]);
  });

  it.each([
    [` ${NEW.toUpperCase()} `, NEW],
    [`{${NEW}}`, NEW],
    [NEW.slice(1), null],
    ['YubiKey', null],
    ['', null],
  ])('an AAGUID is read as it is pasted: “%s”', (text, id) => {
    expect(aaguidIn(text)).toBe(id);
  });
});
