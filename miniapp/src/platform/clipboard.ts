/** Puts text on the clipboard; false if the browser refuses (or the page came without https): show the text instead. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
