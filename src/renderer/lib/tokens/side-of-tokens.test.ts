import { expect, it } from 'vitest';
import { sideOfTokens } from './side-of-tokens.ts';

it.each([
  [['[CLS]', 'not', ' so'], 'start'],
  [['[CLS]', 'לא', ' so'], 'end'],
  [[], 'start'],
])('a text of the tokens %j begins at the %s', (texts, side) => {
  expect(sideOfTokens(texts.map((text, word) => ({ text, word })))).toBe(side);
});
