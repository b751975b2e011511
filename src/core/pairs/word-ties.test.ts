import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignedPositions, alignTokens } from './align.ts';
import type { WordIndices } from './word-ties.ts';

/** Letters as ids, and the word of each: a space begins a word. '^' is a special token. */
function letters(text: string): { ids: number[]; words: WordIndices } {
  const characters = [...text];
  let word = 0;
  return {
    ids: characters.map((character) => character.codePointAt(0) ?? 0),
    words: characters.map((character, at) => {
      if (character === '^') return null;
      if (character === ' ' && at > 0) word++;
      return word;
    }),
  };
}

const SPECIAL = new Set(['^'.codePointAt(0) ?? 0]);

function align(original: string, counterfactual: string, withWords: boolean) {
  const [a, b] = [letters(original), letters(counterfactual)];
  const words = { original: a.words, counterfactual: b.words };
  return alignTokens(a.ids, b.ids, 'edit', SPECIAL, withWords ? () => words : undefined);
}

/** What is unaligned of either side. */
function left(original: string, counterfactual: string, withWords = true): [string, string] {
  const { unalignedOriginal, unalignedCounterfactual } = align(original, counterfactual, withWords);
  const of = (text: string, positions: Int32Array) => [...positions].map((at) => [...text][at]).join('');
  return [of(original, unalignedOriginal), of(counterfactual, unalignedCounterfactual)];
}

test.each([
  // The last letter of the word before is the last of the inserted one, too: from the end they would be taken for each other.
  ['הוא אכל', 'הוא לא אכל', ['', ' לא']],
  ['^הוא אכל^', '^הוא לא אכל^', ['', ' לא']],
  ['so it is', 'so no it is', ['', ' no']],
  ['הוא לא אכל', 'הוא אכל', [' לא', '']],
  ['it was so', 'it was so so', ['', ' so']],
  ['of old', 'of gold old', ['', ' gold']],
])('%j, %j: %j is left over', (original, counterfactual, expected) => {
  expect(left(original, counterfactual)).toEqual(expected);
});

test('without words the script is traced back from the end as it is', () => {
  expect(left('הוא אכל', 'הוא לא אכל', false)).toEqual(['', 'א ל']);
});

test('whatever the words, it costs what the cheapest script costs, and special tokens keep to their like', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '^'), maxLength: 12 });
  const costOf = (a: string, b: string, withWords: boolean) => {
    const alignment = align(a, b, withWords);
    const pairs = alignedPositions(alignment);
    const [from, to] = [[...a], [...b]];
    const substituted = pairs.filter(([i, j]) => from[i] !== to[j]);
    expect(substituted.some(([i, j]) => from[i] === '^' || to[j] === '^')).toBe(false);
    pairs.forEach(([i, j], at) => {
      const before = pairs[at - 1];
      if (before !== undefined) expect(i > before[0] && j > before[1]).toBe(true);
    });
    return substituted.length + alignment.unalignedOriginal.length + alignment.unalignedCounterfactual.length;
  };
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(costOf(a, b, true)).toBe(costOf(a, b, false));
    }),
    { seed: 1, numRuns: 500 },
  );
});
