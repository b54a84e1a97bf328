/** Control characters, including ESC and CSI, and marks that change the reading direction (CWE-150). */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const encoded = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** One line for a terminal. Whatever could move the cursor or repaint a line is escaped, e.g. `\u001b[2J`. */
export const terminalText = (line: string): string => line.replace(CONTROL, encoded);

/** JSON that is safe on a terminal and means the same. JSON itself doesn't escape C1 controls and marks. */
export const terminalJson = (value: unknown): string => terminalText(JSON.stringify(value));
