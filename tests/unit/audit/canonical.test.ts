import { canonicalJson } from '../../../server/src/audit/canonical';

describe('canonical JSON', () => {
  it('writes the example of RFC 8785 §3.2.4 as the standard does [C24]', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    );
  });

  it('sorts keys by UTF-16 code units, at every depth (RFC 8785 §3.2.3) [C24]', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonicalJson({ b: { d: 1, c: 2 }, a: [] })).toBe('{"a":[],"b":{"c":2,"d":1}}');
  });

  it('gives one text whatever order the keys were set in [C24]', () => {
    expect(canonicalJson({ b: 1, a: { y: null, x: 'z' } })).toBe(canonicalJson({ a: { x: 'z', y: null }, b: 1 }));
  });
});
