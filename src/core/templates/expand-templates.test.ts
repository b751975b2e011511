import { describe, expect, it } from 'vitest';
import { expandTemplates, readTemplates, type TemplatesAsked } from './expand-templates.ts';
import type { WordList } from './word-lists.ts';

const list = (name: string, words: string, goesWith: string | null = null): WordList => ({
  name,
  words: words.split(' '),
  goesWith,
});
const LISTS = [
  list('noun', 'robin robins'),
  list('was', 'was were', 'noun'),
  list('adjective', 'red old'),
  list('neutral', 'also now'),
];
const asked = (some: Partial<TemplatesAsked>): TemplatesAsked => ({
  templates: ['The {noun} {was} [not] {adjective}.'],
  lists: LISTS,
  sample: null,
  seed: 1,
  cluster: { list: 'noun' },
  label: 'change',
  ...some,
});

describe('expandTemplates', () => {
  it('crosses the lists, and takes the word at the same place of a list that goes with another', () => {
    const made = expandTemplates(asked({}));
    expect(made.combinations).toBe(4);
    expect(made.pairs.map(({ original, counterfactual }) => [original, counterfactual])).toEqual([
      ['The robin was red.', 'The robin was not red.'],
      ['The robin was old.', 'The robin was not old.'],
      ['The robins were red.', 'The robins were not red.'],
      ['The robins were old.', 'The robins were not old.'],
    ]);
    expect(made.pairs.map(({ label, cluster }) => [label, cluster])).toEqual([
      ['not', 'robin'],
      ['not', 'robin'],
      ['not', 'robins'],
      ['not', 'robins'],
    ]);
    expect(made.clusters).toBe(2);
  });

  it('deals out the neutrals, each as often as the others, and makes no combinations of them', () => {
    const made = expandTemplates(asked({}));
    const words = made.pairs.map(({ neutral }) => /(?:was|were) (\w+)/.exec(neutral ?? '')?.[1]);
    expect(words.toSorted()).toEqual(['also', 'also', 'now', 'now']);
    expect(made.neutrals).toEqual({ made: 4, otherShape: 0, sameAsSide: 0 });
  });

  it('counts neutrals of another shape, and makes none that is a side', () => {
    const shape = expandTemplates(asked({ lists: [...LISTS.slice(0, 3), list('neutral', 'not also')] }));
    expect(shape.neutrals).toEqual({ made: 2, otherShape: 0, sameAsSide: 2 });
    expect(shape.pairs.filter(({ neutral }) => neutral === null)).toHaveLength(2);
    const other = expandTemplates(asked({ templates: ['It [is|is not|was] {adjective}.'] }));
    expect(other.neutrals).toEqual({ made: 2, otherShape: 2, sameAsSide: 0 });
    expect(other.pairs[0]).toMatchObject({
      original: 'It is red.',
      counterfactual: 'It is not red.',
      neutral: 'It was red.',
      label: 'is → is not',
      cluster: null,
    });
  });

  it('takes the list of neutrals for one change only, wherever that is', () => {
    const templates = ['It is [not] {adjective}.', 'They sing [well|badly].', 'Is it [not] {adjective}?'];
    const { pairs } = expandTemplates(asked({ templates }));
    expect(pairs.map(({ neutral }) => neutral !== null)).toEqual([true, true, false, true, true]);
  });

  it('makes no neutral where none is said', () => {
    const made = expandTemplates(asked({ lists: LISTS.slice(0, 3) }));
    expect(made.pairs.every(({ neutral }) => neutral === null)).toBe(true);
    expect(made.neutrals).toEqual({ made: 0, otherShape: 0, sameAsSide: 0 });
  });

  it('draws the same sample for a seed, without replacement, in the order of the combinations', () => {
    const lists = [list('a', 'a b c d e f g h'), list('b', '1 2 3 4 5 6 7 8')];
    const how = { templates: ['{a} {b} [not]'], lists, sample: 12 } as const;
    const all = expandTemplates(asked({ ...how, sample: null })).pairs.map(({ original }) => original);
    const one = expandTemplates(asked(how));
    expect(one.combinations).toBe(64);
    expect(one.pairs).toHaveLength(12);
    expect(new Set(one.pairs.map(({ original }) => original)).size).toBe(12);
    const places = one.pairs.map(({ original }) => all.indexOf(original));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(expandTemplates(asked(how)).pairs).toEqual(one.pairs);
    expect(expandTemplates(asked({ ...how, seed: 2 })).pairs).not.toEqual(one.pairs);
    expect(expandTemplates(asked({ ...how, sample: 100 })).pairs).toHaveLength(64);
  });

  it('leaves duplicates out and counts them', () => {
    const made = expandTemplates(
      asked({ templates: ['It is [not] {adjective}.'], lists: [list('adjective', 'red red old')] }),
    );
    expect([made.combinations, made.drawn, made.duplicates, made.pairs.length]).toEqual([3, 3, 1, 2]);
  });

  it('takes several templates, each a cluster', () => {
    const made = expandTemplates(
      asked({ templates: ['It is [not] {adjective}.', '{Noun} [always|never] sing.'], cluster: 'template' }),
    );
    expect(made.combinationsOf).toEqual([2, 2]);
    expect(made.pairs.map(({ original, cluster }) => [original, cluster])).toEqual([
      ['It is red.', 'It is [not] {adjective}.'],
      ['It is old.', 'It is [not] {adjective}.'],
      ['Robin always sing.', '{Noun} [always|never] sing.'],
      ['Robins always sing.', '{Noun} [always|never] sing.'],
    ]);
  });

  it('leaves no gap where nothing is put in', () => {
    const lists = [{ name: 'x', words: ['', 'old'], goesWith: null }];
    const made = expandTemplates(asked({ templates: ['[Never] The {x} robin sang [not].'], lists }));
    expect(made.pairs.map(({ original, counterfactual }) => [original, counterfactual])).toEqual([
      ['The robin sang.', 'Never The robin sang not.'],
      ['The old robin sang.', 'Never The old robin sang not.'],
    ]);
  });

  it('keeps Hebrew as it is written', () => {
    const made = expandTemplates(
      asked({ templates: ['ה{שם} [לא] שר.'], lists: [list('שם', 'זמיר דרור')], cluster: { list: 'שם' } }),
    );
    expect(made.pairs[0]).toMatchObject({
      original: 'הזמיר שר.',
      counterfactual: 'הזמיר לא שר.',
      cluster: 'זמיר',
    });
  });
});

describe('readTemplates', () => {
  const of = (templates: string[], lists: WordList[]) => readTemplates({ templates, lists });

  it('names a list that is not there, at its place', () => {
    expect(of(['It is [not] {what}.'], []).problems).toEqual([
      { template: 0, from: 12, to: 18, message: 'There is no list “what”.' },
    ]);
  });

  it.each([
    [{ name: 'noun', words: [], goesWith: null }, 'The list “noun” is empty.'],
    [list('noun', 'a b', 'noun'), 'The list “noun” cannot go with itself.'],
    [list('noun', 'a b', 'verb'), 'The list “noun” goes with “verb”, which is not there.'],
    [
      list('noun', 'a b', 'was'),
      'The list “noun” goes with “was”, which itself goes with “other”: let both go with that.',
    ],
    [
      list('noun', 'a b', 'other'),
      '“noun” goes with “other” and needs 3 words, one for each of its; it has 2.',
    ],
  ])('says what is wrong with a list', (noun, message) => {
    const lists = [noun, list('was', 'x y z', 'other'), list('other', '1 2 3')];
    expect(of(['{noun} [not]'], lists).listProblems).toEqual([{ list: 'noun', message }]);
  });

  it('does not mind lists that no template uses', () => {
    const { listProblems, combinations } = of(['It [x]'], [{ name: 'noun', words: [], goesWith: null }]);
    expect([listProblems, combinations]).toEqual([[], 1]);
  });

  it('refuses more combinations than can be drawn from', () => {
    const lists = ['a', 'b', 'c', 'd'].map((name) =>
      list(name, Array.from({ length: 300 }, (_, n) => n).join(' ')),
    );
    expect(of(['{a}{b}{c}{d}[x]'], lists).problems[0]?.message).toMatch(/^These lists make more than/);
  });
});
