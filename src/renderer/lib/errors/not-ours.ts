/** What reaches the window as an error and is none of Pairlens': nobody is to be told. */

/** Notes of the browser: what was resized is drawn in the next frame. */
const NOTICE = /^(Uncaught )?ResizeObserver loop/;
/** Of another origin, as scripts of extensions are: the browser says no more than that. */
const UNNAMED = /^Script error\.?$/;
const EXTENSION = /^(chrome|moz|safari-web|safari)-extension:/;

export function isNotOurs({
  error,
  message,
  filename,
}: Pick<ErrorEvent, 'error' | 'message' | 'filename'>): boolean {
  if (EXTENSION.test(filename)) return true;
  // An error of the page's own code comes with the thing that was thrown.
  return error === null || error === undefined ? NOTICE.test(message) || UNNAMED.test(message) : false;
}

/** Something was given up because nobody waits for it any more. */
export function isGivenUp(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}
