/**
 * The token of the browser shell. It comes in the fragment of the address that the server prints, which browsers send
 * to nobody, and is kept in local storage, which belongs to this host and port alone (cookies are shared by all ports).
 */
const KEY = 'pairlens.token';
const FRAGMENT = /^#token=([\w-]+)$/;

/** The token that the page was opened with, or was opened with before; '' when there is none. */
export function takeAccessToken(page: Pick<Window, 'location' | 'history' | 'localStorage'>): string {
  const [, fresh] = FRAGMENT.exec(page.location.hash) ?? [];
  if (fresh === undefined) return page.localStorage.getItem(KEY) ?? '';
  page.localStorage.setItem(KEY, fresh);
  page.history.replaceState(null, '', page.location.pathname);
  return fresh;
}
