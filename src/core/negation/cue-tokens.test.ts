import { describe, expect, it } from 'vitest';
import { tokenPlaces } from '../pairs/token-places.ts';
import { cueTokens, tokensOfRanges } from './cue-tokens.ts';
import { findCues } from './find-cues.ts';
import { LEXICONS } from './lexicon.ts';
import { scopeRanges, wordsOfRanges } from './scope.ts';

const tokensOf = (...texts: string[]) => texts.map((text) => ({ text, special: text.startsWith('[') }));
const { english, hebrew } = LEXICONS;

describe('cue tokens', () => {
  it.each<[string, string[], number[]]>([
    ["I didn't go.", ['[CLS]', 'i', 'didn', "'", 't', 'go', '.'], [3, 4]],
    ["I didn't go.", ['I', ' didn', "'t", ' go', '.'], [2]],
    ["I didn't go.", ['I', " didn't", ' go', '.'], [1]],
    ['I didn’t go.', ['I', ' did', 'n’', 't', ' go', '.'], [2, 3]],
    ['A notebook, nothing.', ['A', ' not', 'ebook', ',', ' noth', 'ing', '.'], [4, 5]],
    ['Not now', ['not now'], [0]],
  ])('%s as %s', (text, tokens, expected) => {
    expect(cueTokens(tokensOf(...tokens), text, english)).toEqual(expected);
  });

  it('of characters: the cue without its prefix', () => {
    const text = 'ולא בא';
    expect(cueTokens(tokensOf(...text), text, hebrew)).toEqual([1, 2]);
  });
});

describe('scope', () => {
  const wordsOf = (text: string, tokens: readonly string[], lexicon = english) => {
    const ranges = findCues(text, lexicon);
    const places = tokenPlaces(tokensOf(...tokens), text);
    const cues = tokensOfRanges(places, ranges);
    return wordsOfRanges(text, places, scopeRanges(text, ranges), cues);
  };

  it('the words after a cue up to the next punctuation, pieces together', () => {
    expect(
      wordsOf("She never ate my mother's cake, or 3.5 of it.", [
        'She',
        ' never',
        ' ate',
        ' my',
        ' mother',
        "'s",
        ' ca',
        'ke',
        ',',
        ' or',
        ' 3.5',
        ' of it.',
      ]),
    ).toEqual([[2], [3], [4, 5], [6, 7]]);
  });

  it('a decimal point and a hyphen end none, a dash and an ellipsis do', () => {
    expect(
      wordsOf('no 3.5 well-made — things', ['no', ' 3.5', ' well', '-', 'made', ' —', ' things']),
    ).toEqual([[1], [2, 3, 4]]);
    expect(wordsOf('not so… far', ['not', ' so', '…', ' far'])).toEqual([[1]]);
  });

  it('of two cues: the words of both, each once, cues in none', () => {
    expect(wordsOf('neither good nor short.', ['neither', ' good', ' nor', ' short', '.'])).toEqual([
      [1],
      [3],
    ]);
  });

  it('nothing where the cue is last', () => {
    expect(wordsOf('I am not.', ['I', ' am', ' not', '.'])).toEqual([]);
    expect(wordsOf('I am not', ['I', ' am', ' not'])).toEqual([]);
  });
});
