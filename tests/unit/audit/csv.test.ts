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
