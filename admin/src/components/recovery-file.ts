/** The text file of recovery codes. Created in the browser, so the codes never go back to the server. */

interface Lines {
  title: string;
  site: string;
  account: string | null;
  date: string;
  advice: string;
}

export const recoveryText = (codes: readonly string[], lines: Lines): string =>
  [lines.title, lines.site, lines.account, lines.date, '', ...codes, '', lines.advice, '']
    .filter((line) => line !== null)
    .join('\n');

/** A name that is valid on every file system: the host, including its port. */
export const recoveryFileName = (host: string): string =>
  `strapi-recovery-codes-${host.replace(/[^a-z0-9.-]+/gi, '-')}.txt`;

/** Downloads a file. */
export const downloadText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click, some browsers later than the next task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
