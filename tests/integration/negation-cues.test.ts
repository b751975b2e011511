/** Cues in the bundled sets, and under tokenizers that cut words in their own ways. */
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { cueTokens } from '../../src/core/negation/cue-tokens.ts';
import { tokenPlaces } from '../../src/core/pairs/token-places.ts';
import { findCues } from '../../src/core/negation/find-cues.ts';
import { languageOf, LEXICONS } from '../../src/core/negation/lexicon.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { bundledPairs } from '../../src/main/engine/sets/bundled.ts';
import { openTokenizer, type Tokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';

const fixtures = join(import.meta.dirname, '../fixtures/tokenizers');

async function open(folder: string, vocabulary: number): Promise<Tokenizer> {
  const tokenizer = await openTokenizer(folder, vocabulary);
  if (tokenizer === null) throw new Error(`no tokenizer in ${folder}`);
  return tokenizer;
}

test.each(['negation', 'negation-hebrew'])(
  '%s: a cue in every counterfactual and in nothing else',
  (name) => {
    const pairs = bundledPairs(resourcesDir(), name);
    const lexicon = LEXICONS[languageOf(pairs.map(({ counterfactual }) => counterfactual ?? ''))];
    const without = pairs.filter(
      ({ counterfactual }) => findCues(counterfactual ?? '', lexicon).length === 0,
    );
    expect(without.map(({ counterfactual }) => counterfactual)).toEqual([]);
    const elsewhere = pairs
      .flatMap(({ original, neutral }) => [original, neutral])
      .filter((text) => findCues(text ?? '', lexicon).length > 0);
    expect(elsewhere).toEqual([]);
  },
);

test('the cue of "isn\'t" is its last two tokens in WordPiece; in characters a cue is without its prefix', async () => {
  const pieces = await open(join(resourcesDir(), 'models/all-MiniLM-L6-v2'), 30_522);
  const said = (tokenizer: Tokenizer, text: string, lexicon = LEXICONS.english) => {
    const tokens = tokenizer.describe(text, tokenizer.encode(text));
    return cueTokens(tokens, text, lexicon).map((at) => tokens[at]?.text);
  };
  expect(said(pieces, "The book isn't nothing")).toEqual(["'", 't', 'nothing']);
  expect(said(pieces, 'The notebook; it is unknowable, no?')).toEqual(['no']);
  // Not in its vocabulary.
  expect(said(pieces, 'Ⴀ never Ⴁ')).toEqual(['never']);
  const characters = await open(join(resourcesDir(), 'models/char-he'), 52);
  expect(said(characters, 'הילד ולא בא', LEXICONS.hebrew)).toEqual(['ל', 'א']);
});

describe('whatever a tokenizer cuts', () => {
  const texts = [
    "She didn't see; she can’t, and won't.",
    'NOTHING in the notebook, nobody’s knot — never (not) nowhere',
    '  é never   naïve, neither\tone nor the other  ',
    'emoji 😀 not 👍🏽 no',
    'שלום never ש',
  ];

  it.each([
    ['bert', 260],
    ['bert-cased', 260],
    ['gpt2', 360],
    ['roberta', 361],
    ['llama', 400],
  ])('%s: the tokens of a cue spell it', async (name, size) => {
    const tokenizer = await open(join(fixtures, name), size);
    for (const text of texts) {
      const tokens = tokenizer.describe(text, tokenizer.encode(text));
      const places = tokenPlaces(tokens, text);
      const said = cueTokens(tokens, text, LEXICONS.english).map((at) =>
        text.slice(...(places[at] ?? [0, 0])),
      );
      // Of n't and of what is one token with more, half or more; of all others the cue itself in one piece or several.
      const cues = findCues(text, LEXICONS.english).map((range) => text.slice(...range));
      const joined = said.join('').toLowerCase();
      for (const cue of cues) expect(joined, text).toContain(cue.toLowerCase().replace(/^n(?=.t)/u, ''));
    }
  });
});
