/** Puts text on the clipboard. False when the browser refuses (plain http, no permission): say what to do by hand. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
