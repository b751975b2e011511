import { expect, it } from 'vitest';
import { takeAccessToken } from './access-token.ts';

/** The parts of a window that are read, with what was stored before. */
function page(hash: string, stored: string | null) {
  const shown: string[] = [];
  const storage = new Map<string, string>(stored === null ? [] : [['pairlens.token', stored]]);
  const window = {
    location: { hash, pathname: '/' },
    history: { replaceState: (_state: unknown, _title: string, url: string) => shown.push(url) },
    localStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    },
  } as unknown as Parameters<typeof takeAccessToken>[0];
  return { window, shown, storage };
}

it.each([
  ['#token=abc-_1', null, 'abc-_1'],
  ['#token=new', 'old', 'new'],
  ['#/runs/3', 'old', 'old'],
  ['', null, ''],
  ['#token=a/b', 'old', 'old'],
])('from the fragment %j with %j stored takes %j', (hash, stored, token) => {
  expect(takeAccessToken(page(hash, stored).window)).toBe(token);
});

it('keeps the token and takes it out of the address', () => {
  const { window, shown, storage } = page('#token=abc', null);
  takeAccessToken(window);
  expect(storage.get('pairlens.token')).toBe('abc');
  expect(shown).toEqual(['/']);
});

it('leaves an address without token alone', () => {
  const { window, shown } = page('#/runs/3?layer=2', 'abc');
  takeAccessToken(window);
  expect(shown).toEqual([]);
});
