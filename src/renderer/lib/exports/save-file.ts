/** Gives the person a file: the browser's own download, which in the desktop shell asks where to save it. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Only after the browser has handled the click; from then on the download holds the content itself.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const CSV = 'text/csv;charset=utf-8';
