import { describe, expect, it } from 'vitest';
import { namedTensor, tensorOf } from '../named-tensor.ts';
import { headlineOf, negationFindings } from './findings.ts';
import { negationQuestions } from './questions.ts';
import { type ChosenPair, chosenResult } from './result.example.ts';

/** Noise of some hundredths that no head shares. */
const noise = (pair: number, place: number) => ((pair * 7 + place * 13) % 17) / 100;

/** Head 1 of layer 1 looks at the negation and both ways; all reach farther in layer 1. */
const pairs: ChosenPair[] = Array.from({ length: 24 }, (_, pair) => ({
  values: (quantity, place) =>
    (place === 3 && quantity < 3 ? 3 : 1) + noise(pair, place) + (quantity === 6 && place > 1 ? 1 : 0),
  neutral: (quantity, place) => 1 + noise(pair * 3 + 5, place) + (quantity === 6 && place > 1 ? 1 : 0),
}));

describe('findings', () => {
  it('say which head, by how much, how sure, against what, and what is left out', () => {
    const [headline, called, strongest, twoWay, ...rest] = negationFindings(
      chosenResult([...pairs, { values: () => 1, state: 'no cue' }]),
    );
    expect(headline).toBe(
      '1 of 4 heads attends to the negation more than to a neutral word in its place and none less (q ≤ 0.05 and an interval without 0).',
    );
    expect(called).toBe('It is called: the whole interval of the difference lies above 0.5 ×.');
    expect(strongest).toMatch(
      /^Strongest in L1 H1: the cue gets 3\.08 times what its share of tokens would get \[3\.06, 3\.10\]; neutral word 1\.08, a difference of 2\.00 \[1\.\d\d, 2\.\d\d\]\.$/,
    );
    expect(twoWay).toBe('Attention is two-way between cue and scope in 1 of the 1.');
    expect(rest.slice(-2)).toEqual([
      '24 of 25 pairs are measured.',
      '1 pair has no cue of this lexicon and is left out.',
    ]);
  });

  it('name those that do so less, with the interval of the one furthest below', () => {
    const below = pairs.map(({ values, neutral }): ChosenPair => ({
      values: (quantity, place) => values(quantity, place) - (place === 0 && quantity === 0 ? 0.5 : 0),
      ...(neutral !== undefined && { neutral }),
    }));
    const sentences = headlineOf(chosenResult(below), 'to_cue_ratio');
    expect(sentences[0]).toMatch(/in its place and 1 less \(q ≤ 0\.05 and an interval without 0\)\.$/);
    expect(sentences.at(-2)).toMatch(
      /^Furthest below is L0 H0: a difference of −0\.\d+ \[−0\.\d+, −0\.\d+\]\.$/,
    );
  });

  it('of what is the same in all pairs there is no interval, nor words for one', () => {
    const alike: ChosenPair[] = pairs.map(() => ({
      values: (_quantity, place) => (place === 3 ? 3 : place === 0 ? 0.5 : 1),
      neutral: () => 1,
    }));
    const said = headlineOf(chosenResult(alike), 'to_cue_ratio').join(' ');
    expect(said).toMatch(
      /in L1 H1: the cue gets 3\.0 times what its share of tokens would get; neutral word 1\.0, a difference of 2\.0\./,
    );
    expect(said).toMatch(/Furthest below is L0 H0: a difference of −0\.50\./);
  });

  it('over how many pairs a difference is, where these are not all', () => {
    const alone: ChosenPair[] = pairs.slice(0, 8).map(({ values }) => ({ values }));
    const result = chosenResult([...pairs, ...alone]);
    const [, , strongest] = headlineOf(result, 'to_cue_ratio');
    expect(strongest).toMatch(/a difference of 2\.00 \[.*\] over the 24 pairs that can be compared\.$/);
    expect(negationQuestions(result)[1]?.detail).toMatch(/over the 24 pairs that can be compared\.$/);
  });

  it('plainly when nothing stands out', () => {
    const same = pairs.map((_, pair): ChosenPair => {
      const own = (at: number) => (_quantity: number, place: number) => 1 + noise(at, place);
      return { values: own(pair), neutral: own(pair + 17) };
    });
    const [headline, nearest] = headlineOf(chosenResult(same), 'to_cue_ratio');
    expect(headline).toBe(
      'No head is found to attend to the negation more than to a neutral word in its place, or less.',
    );
    expect(nearest).toMatch(/^Nearest to it in L\d H\d: the cue gets 1\.0\d times .* a difference of 0\.0/);
  });

  it('without a control they claim nothing', () => {
    const [largest, caveat] = headlineOf(
      chosenResult(pairs.map(({ values }) => ({ values }))),
      'to_cue_ratio',
    );
    expect(caveat).toMatch(/^These numbers are compared with nothing/);
    expect(largest).toMatch(/^Largest in L1 H1: the cue gets 3\.08 times/);
  });

  it('say how many neutrals there are that are not compared, why, and what would help', () => {
    // A token is put in, where the neutral replaces one.
    const [largest, , why, help] = headlineOf(
      chosenResult(pairs.map((pair) => ({ ...pair, inserts: true }))),
      'to_cue_ratio',
    );
    expect(why).toBe(
      `${pairs.length} of ${pairs.length} pairs have a neutral, and none is compared: a neutral has to change as many tokens as the cue does under this tokenizer, and of these ${pairs.length} fewer than 5 do.`,
    );
    expect(help).toBe('Neutrals of as many tokens as the cue would help, or a control set.');
    expect(largest).toMatch(/^Largest in/);
  });

  it('of a result from before reasons were kept say that none is compared, and no reason', () => {
    const result = chosenResult(pairs.map((pair) => ({ ...pair, inserts: true })));
    const { data } = tensorOf(result, 'counts');
    const before = new Map(result).set('counts', namedTensor({ count: data.length - 2 }, data.slice(0, -2)));
    const [, , why, ...others] = headlineOf(before, 'to_cue_ratio');
    expect(why).toBe(
      '24 of 24 pairs have a neutral, and none is compared. Why was not kept then; a new analysis says it.',
    );
    expect(others).toEqual([]);
  });

  it('say nothing of neutrals where a comparison with controls was asked for and there are none', () => {
    const sentences = headlineOf(chosenResult(pairs, false, { comparison: 'matched' }), 'to_cue_ratio');
    expect(sentences[1]).toMatch(/^These numbers are compared with nothing/);
    expect(sentences.join(' ')).not.toContain('neutral');
  });

  it('say that the neutrals that fit are of one cluster, also where other pairs are of others', () => {
    const some = pairs.map((pair, at) => ({ ...pair, cluster: at < 20 ? 'a' : 'b', inserts: at >= 20 }));
    const [, , why, help] = headlineOf(chosenResult(some), 'to_cue_ratio');
    expect(why).toBe(
      '24 of 24 pairs have a neutral, and none is compared: 20 are of one cluster, and two are wanted.',
    );
    expect(help).toBe('Pairs of other clusters would help, or a control set.');
  });

  it('of a quantity that is undefined say so', () => {
    const decoder = pairs.map((pair): ChosenPair => ({
      ...pair,
      values: (quantity, place) =>
        quantity === 1 || quantity === 2 ? Number.NaN : pair.values(quantity, place),
    }));
    const result = chosenResult(decoder);
    expect(headlineOf(result, 'bidirectional')).toEqual([
      'Two-way attention, cue and scope is undefined: in a decoder the cue sees nothing that follows it, or no cue has a word in its scope.',
    ]);
    expect(negationQuestions(result)[1]?.answer).toBe('Not defined here');
  });
});

describe('the three questions', () => {
  const answers = (chosen: readonly ChosenPair[]) =>
    negationQuestions(chosenResult(chosen)).map(({ answer }) => answer);

  it('are answered by the numbers', () => {
    expect(answers(pairs)).toEqual(['L1 reaches farther than L0', 'Yes, 1 head', 'Not told apart']);
    const [distance] = negationQuestions(chosenResult(pairs));
    expect(distance?.detail).toMatch(
      /^On average each layer reaches 1\.\d\d \[\d\.\d\d, 1\.\d\d\] tokens farther than the one before; with the neutral word 1\.\d\d \[.+\]: 1\.\d\d in L0, 2\.\d\d in L1\. Evenly spread attention would reach 2\.00\.$/,
    );
  });

  it('the other way round, and with nothing to compare', () => {
    const turned = pairs.map((pair): ChosenPair => ({
      values: (quantity, place) => pair.values(quantity, 3 - place) + (quantity === 5 ? 1 : 0),
      neutral: (quantity, place) => pair.neutral?.(quantity, 3 - place) ?? 0,
    }));
    expect(answers(turned)).toEqual([
      'No: lower layers reach farther',
      'Yes, 1 head',
      expect.stringMatching(/^Yes, by 1\.\d\d tokens$/),
    ]);
    expect(answers(pairs.map(({ values }) => ({ values })))).toEqual([
      'L1 reaches farther than L0',
      'Nothing to compare with',
      'Nothing to compare with',
    ]);
  });
});
