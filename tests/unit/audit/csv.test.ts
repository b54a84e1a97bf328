import { BYTE_ORDER_MARK, csvLine } from '../../../server/src/audit/csv';

describe('a line of the CSV file', () => {
  it.each([
    '=HYPERLINK("http://evil.example","x")',
    '+1+1',
    '-2+3',
    '@SUM(A1:A9)',
    '\t=1+1',
    '\r=1+1',
    ' =1+1',
    '＝1+1',
    '＠x',
  ])('makes %j text that no spreadsheet computes [C24]', (formula) => {
    const line = csvLine([formula]);
    expect(line.startsWith('"\'')).toBe(true);
    expect(line).toBe(`"'${formula.replaceAll('"', '""')}"\r\n`);
  });

  it.each([
    ['Erin;=cmd|calc!A0', "Erin;'=cmd|calc!A0"],
    ['Mozilla; =cmd|calc!A0', "Mozilla; '=cmd|calc!A0"],
    ['a\t+1', "a\t'+1"],
    ['a|@SUM(A1)', "a|'@SUM(A1)"],
    ['a;＝1', "a;'＝1"],
    ['x\n-1', '"x\n\'-1"'],
  ])('leaves no formula behind what separates cells elsewhere: %j [C40]', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
    for (const part of csvLine([1, text]).split(/[;\t|\r\n]/)) expect(part).not.toMatch(/^\s*[=+\-@＝]/);
  });

  it('leaves ordinary browsers and lists as they are [C40]', () => {
    const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';
    expect(csvLine([browser, 'Editor; Author'])).toBe(`${browser},Editor; Author\r\n`);
  });

  it('quotes commas, quotes and line breaks as RFC 4180 §2 says [C24]', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'plain'])).toBe('"a,b","say ""hi""","two\nlines",plain\r\n');
  });

  it('writes numbers as numbers and nothing as nothing [C24]', () => {
    expect(csvLine([1, -5, null, undefined, ''])).toBe('1,-5,,,\r\n');
  });

  it('begins the file with the mark by which Excel knows UTF-8 [C24]', () => {
    expect(Buffer.from(BYTE_ORDER_MARK).toString('hex')).toBe('efbbbf');
  });
});
