import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepChoice, keptChoice } from './kept-columns.ts';

const KEY = 'pairlens.results.columns';
let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('what was chosen last is there again, and the first columns are nothing that is kept', () => {
  expect(keptChoice()).toBeNull();
  keepChoice({ hidden: ['label'], extra: ['value_cosine'] });
  expect(keptChoice()).toEqual({ hidden: ['label'], extra: ['value_cosine'] });
  keepChoice({ hidden: [], extra: [] });
  expect(stored).toEqual(new Map());
  expect(keptChoice()).toBeNull();
});

test.each(['{', '[]', '{"hidden":["no such column"],"extra":[]}', '{"hidden":["label"]}'])(
  'what somebody else wrote there is nobody’s choice: %s',
  (text) => {
    stored.set(KEY, text);
    expect(keptChoice()).toBeNull();
  },
);
