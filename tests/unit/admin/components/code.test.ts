import { cleanCode, codeFault, codeIn } from '../../../../admin/src/components/code';
import { recoveryFileName, recoveryText } from '../../../../admin/src/components/recovery-file';

describe('six digits, however they come [C31]', () => {
  it.each([
    ['as they are', '123456', '123456'],
    ['with a space', '123 456', '123456'],
    ['with spaces around', '  123456 \n', '123456'],
    ['with a hyphen', '123-456', '123456'],
    ['with a long dash', '123–456', '123456'],
    ['with a thin space', '123\u2009456', '123456'],
    ['with an invisible character', '\u200b123456\u2060', '123456'],
    ['full-width', '１２３４５６', '123456'],
    ['Arabic-Indic', '١٢٣٤٥٦', '123456'],
    ['extended Arabic-Indic', '۱۲۳۴۵۶', '123456'],
  ])('%s', (_name, typed, code) => {
    expect(cleanCode(typed)).toBe(code);
    expect(codeFault(cleanCode(typed))).toBeNull();
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['12345', 'tooShort'],
    ['1234567', 'tooLong'],
    ['12345a', 'letters'],
    ['AB3K-9MTZ', 'letters'],
  ])('%j is named for what it is: %s', (typed, fault) => {
    expect(codeFault(cleanCode(typed))).toBe(fault);
  });
});

describe('a code among words [C60] [P11]', () => {
  it.each([
    ['Your code is 123456', '123456'],
    ['123456 is your code.', '123456'],
    ['Ihr Code: １２３４５６ ', '123456'],
    ['123 456', '123456'],
    ['Call 1234567 now', 'Call1234567now'],
    ['111111 or 222222', '111111or222222'],
    ['AB3K-9MTZ-4QX7-W2NP', 'AB3K9MTZ4QX7W2NP'],
  ])('%j is read as %s', (typed, code) => {
    expect(codeIn(typed)).toBe(code);
  });
});

describe('the file of recovery codes [A32]', () => {
  const lines = {
    title: 'Recovery codes',
    site: 'Site: cms',
    account: 'Account: a@example.com',
    date: 'Made: today',
    advice: 'Keep.',
  };

  it('says whose codes they are and what to do with them', () => {
    const text = recoveryText(['AAAA-BBBB', 'CCCC-DDDD'], lines);
    expect(text).toBe(
      'Recovery codes\nSite: cms\nAccount: a@example.com\nMade: today\n\nAAAA-BBBB\nCCCC-DDDD\n\nKeep.\n'
    );
    expect(recoveryText(['A'], { ...lines, account: null })).not.toContain('Account');
  });

  it('has a name every file system takes', () => {
    expect(recoveryFileName('localhost:1337')).toBe('strapi-recovery-codes-localhost-1337.txt');
    expect(recoveryFileName('cms.example.com')).toBe('strapi-recovery-codes-cms.example.com.txt');
  });
});
