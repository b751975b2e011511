import { expect, test } from 'vitest';
import { setsNamed } from './sets-named.ts';

const sets = ['negation', 'Negation: never', 'role-swap'].map((name, at) => ({ id: at + 1, name }));

test.each([
  ['', [], [1, 2, 3]],
  [' NEVER ', [], [2]],
  ['never', [3], [2, 3]],
  ['nothing is called so', [], []],
])('“%s” with %j chosen shows %j', (text, chosen, shown) => {
  expect(setsNamed(sets, text, chosen).map(({ id }) => id)).toEqual(shown);
});
