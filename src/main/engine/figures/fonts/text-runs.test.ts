import { expect, test } from 'vitest';
import { textRuns } from './text-runs.ts';

/** Hebrew letters have one font, digits another, everything else a third; nothing has all of two scripts. */
const fontOf = (grapheme: string) => {
  const kinds = new Set(
    Array.from(grapheme, (character) =>
      /\p{Script=Hebrew}/u.test(character) ? 'hebrew' : /\d/.test(character) ? 'digits' : 'other',
    ),
  );
  return kinds.size === 1 ? ([...kinds][0] ?? null) : null;
};
const runsOf = (text: string) =>
  textRuns(text, fontOf, 'none').map(({ text: run, font }) => `${run}:${font}`);

test.each([
  ['left to right', 'ab1', ['ab:other', '1:digits']],
  ['a word of Hebrew within', 'aשלb', ['a:other', 'של:hebrew', 'b:other']],
  ['a number in Hebrew stands left of what precedes it', 'של 12', ['12:digits', ' :other', 'של:hebrew']],
  ['marks of direction are heeded and left out', '\u200f␣של', ['של:hebrew', '␣:other']],
  ['from the first to the second', 'טוב\u200e→\u200eרע', ['טוב:hebrew', '→:other', 'רע:hebrew']],
  ['where no font has a letter and its mark, each has its own', 'e\u05b8', ['e:other', '\u05b8:hebrew']],
  ['nothing', '', []],
])('%s', (_what, text, runs) => {
  expect(runsOf(text)).toEqual(runs);
});
