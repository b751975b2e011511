import { describe, expect, test } from 'vitest';
import { textEm } from '../../figures/text-width.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { patternColumns, patternHeads } from './calls.ts';
import { patternsMatrix } from './matrix-figure.ts';
import { patternsOfHeads } from './of-heads.ts';
import { patternsFindings } from './words.ts';

interface Head {
  readonly first: number;
  readonly unseen: readonly [mean: number, low: number, high: number];
  readonly q: number;
  /** The lift with sinks excluded; the first one without it. */
  readonly withoutSinks?: number;
  /** On the first half; as {@link first} without it. */
  readonly discovery?: number;
}

/** One detector over the heads of a layer, at a margin of 0.05. */
function resultOf(
  heads: readonly Head[],
  texts: { readonly unseen: number; readonly units?: number },
): NamedTensors {
  const grid = { layer: 1, head: heads.length };
  const put = (key: string, of: (head: Head) => number): [string, ReturnType<typeof namedTensor>] => [
    `detectors.previous.${key}`,
    namedTensor(grid, Float64Array.from(heads, of)),
  ];
  const ends = (of: (head: Head) => readonly [number, number]) =>
    namedTensor({ ...grid, end: 2 }, Float64Array.from(heads.flatMap(of)));
  return new Map([
    ...['score', 'null_uniform', 'null_position', 'score_sinks_excluded', 'mul', 'abs'].map((key) =>
      put(key, () => 0.5),
    ),
    ...['lift', 'lift_position'].map((key) => put(key, ({ first }) => first)),
    put('lift_sinks_excluded', ({ first, withoutSinks = first }) => withoutSinks),
    put('discovery_lift', ({ first, discovery = first }) => discovery),
    put('n', () => 2 * texts.unseen),
    put('validation_n', () => texts.unseen),
    put('validation_lift', ({ unseen: [mean] }) => mean),
    put('validation_share_positive', () => 1),
    put('q', ({ q }) => q),
    ['detectors.previous.lift_interval', ends(({ first }) => [first, first])],
    ['detectors.previous.validation_interval', ends(({ unseen: [, low, high] }) => [low, high])],
    ['margin', scalar(0.05)],
    ['lift_rule', scalar(0)],
    ['discovery_texts', scalar(texts.unseen)],
    ['validation_texts', scalar(texts.unseen)],
    ...(texts.units === undefined ? [] : [['validation_units', scalar(texts.units)] as const]),
    ['single_token_texts', scalar(0)],
  ]);
}

const CALLED: Head = { first: 0.3, unseen: [0.3, 0.2, 0.4], q: 0.01 };
/** What three texts give at best: far above the margin, at p = .25. */
const OPEN: Head = { first: 0.3, unseen: [0.286, 0.192, 0.381], q: 0.5 };
const WIDE: Head = { first: 0.3, unseen: [0.1, -0.1, 0.3], q: 0.04 };
const FELL: Head = { first: 0.3, unseen: [0.04, 0.01, 0.07], q: 0.6 };
const NONE: Head = { first: 0.05, unseen: [Number.NaN, Number.NaN, Number.NaN], q: Number.NaN };

describe('what is said of a head that looked like one on the first half', () => {
  const result = resultOf([CALLED, OPEN, WIDE, FELL, NONE], { unseen: 40 });

  test('it is called, undecided where its mean stands and test or interval do not, or it fell', () => {
    const [column] = patternColumns(result);
    expect(column?.cells.map(({ verdict }) => verdict)).toEqual([
      'called',
      'undecided',
      'undecided',
      'fell',
      'none',
    ]);
    expect(patternHeads(column === undefined ? [] : [column])[1]).toMatchObject({ called: [], fell: [] });
    expect(patternsOfHeads(result)[0]?.unseen?.n).toBe(40);
    expect(patternsOfHeads(result)[0]?.called?.outcomes).toEqual([
      'called',
      'undecided',
      'undecided',
      'fell',
      'none',
    ]);
  });

  test('where the texts that are left are too few for any call, the headline says that, and not that no head follows one', () => {
    expect(patternsFindings(resultOf([FELL, NONE], { unseen: 3 }))[0]).toMatch(
      /^Which of 2 heads follow a pattern cannot be told: 3 unseen texts test nothing/,
    );
  });

  test('the headline counts them apart', () => {
    expect(patternsFindings(result)[0]).toBe(
      '1 of 5 heads follows a pattern that holds on unseen text; 2 more looked so on the first half of the texts and are undecided on the second; 1 fell there.',
    );
    expect(patternsFindings(resultOf([FELL, NONE], { unseen: 40 }))[0]).toBe(
      'None of 2 heads follows a pattern that holds on unseen text; 1 looked so on the first half of the texts and fell on the second.',
    );
  });
});

test('with few unseen texts, or few clusters of them, it says that none could be called', () => {
  const said = (texts: { unseen: number; units?: number }) => patternsFindings(resultOf([OPEN], texts))[1];
  expect(said({ unseen: 3 })).toBe(
    'Only 3 texts were left to hold the patterns against. With 3 texts no head can be called: the least possible p is 0.250.',
  );
  expect(said({ unseen: 20, units: 5 })).toBe(
    'Only 20 texts were left to hold the patterns against. With 5 clusters no head can be called: the least possible p is 0.063.',
  );
  expect(said({ unseen: 20, units: 20 })).toBe(
    'Only 20 texts were left to hold the patterns against: little can be called.',
  );
});

test('the strongest is one that stands with sinks excluded; a larger one that does not is named as such', () => {
  const ofSink: Head = { first: 0.672, unseen: [0.657, 0.479, 0.864], q: 0.031, withoutSinks: -0.111 };
  const said = (...heads: Head[]) => patternsFindings(resultOf(heads, { unseen: 40 }));
  expect(said(CALLED)).toContain(
    'Strongest: previous, L0 H0, lift 0.300 [0.200, 0.400] on unseen text (over all texts 0.300 with sinks excluded).',
  );
  expect(said(CALLED, ofSink)).toContain(
    'Strongest with sinks excluded: previous, L0 H0, lift 0.300 [0.200, 0.400] on unseen text (over all texts 0.300 with sinks excluded). L0 H1 has more, previous 0.657 [0.479, 0.864], which is gone with sinks excluded (−0.111).',
  );
  expect(said(CALLED, ofSink)[0]).toContain(
    'on unseen text: 1 with attention to sinks left out, too, 1 only with it',
  );
  expect(said(ofSink)).toContain(
    'Strongest: previous, L0 H0, lift 0.657 [0.479, 0.864] on unseen text; it is gone with sinks excluded (−0.111), and no other pattern holds with sinks excluded.',
  );
});

describe('the matrix', () => {
  const source = { analysis: 2, title: 'Patterns', model: 'm', subject: 'few', items: 24, unit: 'texts' };
  const oneHalf: Head = { first: 0.85, unseen: [NaN, NaN, NaN], q: NaN, discovery: NaN };
  const result = resultOf([CALLED, OPEN, FELL, NONE, oneHalf], { unseen: 40 });
  const figure = patternsMatrix.draw(
    { source, result, order: 'layers', detector: 'previous' },
    FIGURE_THEMES.light,
  );
  const texts = (figure.option.graphic as { type: string; x: number; y: number; style: { text: string } }[])
    .filter(({ type, style }) => type === 'text' && /^\d+ /u.test(style.text))
    .map(({ x, y, style: { text } }) => ({ x, y, text }));

  test('has an entry of the legend for every look, also for what is red and not tested', () => {
    expect(texts.map(({ text }) => text)).toEqual([
      '1 called on unseen text',
      '1 undecided',
      '1 fell',
      '1 with too few texts in one half: not tested',
    ]);
    expect(figure.note).toContain('Numbers: on unseen text; with a question mark: over all texts.');
    const [series] = figure.option.series as { data: { label?: { formatter: string } }[] }[];
    expect(series?.data.map(({ label }) => label?.formatter)).toEqual([
      '.30',
      '.29',
      '.04',
      undefined,
      '.85?',
    ]);
  });

  test('no entry of the legend lies on another, or beyond the figure', () => {
    texts.forEach(({ x, y, text }, at) => {
      const end = x + 11 * textEm(text);
      const next = texts[at + 1];
      if (next?.y === y) expect(next.x - 20).toBeGreaterThan(end);
      expect(end).toBeLessThanOrEqual(figure.width);
      expect(y).toBeLessThan(figure.height);
    });
  });
});
