/** Control characters, ESC and CSI among them, and marks that turn the reading direction (CWE-150). */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const encoded = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** One line for a terminal: whatever could move the cursor or repaint a line is written out, e.g. `\u001b[2J`. */
export const terminalText = (line: string): string => line.replace(CONTROL, encoded);

/** JSON that is safe on a terminal and means the same: JSON itself leaves C1 controls and marks as they are. */
export const terminalJson = (value: unknown): string => terminalText(JSON.stringify(value));
