import { expect, test } from 'vitest';
import { tried } from './tried-name.ts';

test.each([
  ['The museum is open.', [], 'The museum is open.'],
  ['The  museum\nis open.', ['The museum is open.'], 'The museum is open. (2)'],
  ['Open.', ['Open.', 'Open. (2)'], 'Open. (3)'],
  ['a'.repeat(41), [], `${'a'.repeat(39)}…`],
  // A letter beyond the 16 bits is not cut in half.
  ['😀'.repeat(41), [], `${'😀'.repeat(39)}…`],
])('%s beside %o is called %s', (original, taken, name) => {
  expect(tried(original, taken)).toBe(name);
});
