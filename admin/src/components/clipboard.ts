/**
 * Copies text to the clipboard. False if the browser refuses (plain http, no permission). Then tell the person to copy
 * it by hand.
 */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
