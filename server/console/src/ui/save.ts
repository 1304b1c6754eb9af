/** Hands a file to the person: from an address of ours or a data address. */
export const saveAs = (href: string, name: string): void => {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
};

/** Hands text over as a file; the mark at its start lets Excel read the Chinese. */
export const saveText = (text: string, name: string): void => {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  saveAs(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
