/** Whether every word of what is asked stands somewhere in the texts; nothing asked fits everything. */
export const findIn = (asked: string, texts: readonly string[]): boolean => {
  const all = texts.join('\n').toLowerCase();
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};
