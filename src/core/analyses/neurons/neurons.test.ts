import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { finish } from '../../statistics/steps.ts';
import { randomSource } from '../../statistics/random.ts';
import { type NamedTensors, namedTensor, scalar, tensorOf } from '../named-tensor.ts';
import { drawNeurons, largestNeurons, readNeurons } from './chosen.ts';
import { BINS, combineNeurons } from './combine.ts';
import { neurons } from './definition.ts';
import { Drawn, Largest } from './examples.ts';
import { neuronsHistogram } from './histogram-figure.ts';
import { excitingExamples, neuronsOf, textsOf } from './neurons.ts';

const COUNTS = { layers: 4, neurons: 20 };

test('neurons are named by layer and number, alone and from one to another', () => {
  expect(readNeurons('3.12, 0.5-7 L3N12;1:0', COUNTS)).toEqual([
    { layer: 3, neuron: 12 },
    { layer: 0, neuron: 5 },
    { layer: 0, neuron: 6 },
    { layer: 0, neuron: 7 },
    { layer: 1, neuron: 0 },
  ]);
  expect(readNeurons('', COUNTS)).toEqual([]);
});

test.each([
  ['12', 'is no neuron: write its layer, a dot and its number'],
  ['4.1', 'there is no 4.1: the model has layers 0 to 3 of neurons 0 to 19'],
  ['1.7-5', 'there is no 1.7-5'],
  ['0.0-19,1.0-19,2.0-19,3.0-19', '80 neurons are named; 64 are the most'],
])('%s is refused', (text, message) => {
  expect(() => readNeurons(text, COUNTS)).toThrow(message);
});

test('drawn neurons are different ones, the same for the same seed', () => {
  const drawn = drawNeurons(COUNTS, 30, 5);
  expect(new Set(drawn.map(({ layer, neuron }) => layer * 20 + neuron)).size).toBe(30);
  expect(drawNeurons(COUNTS, 30, 5)).toEqual(drawn);
  expect(drawNeurons(COUNTS, 100, 5)).toHaveLength(80);
  expect(largestNeurons(Float64Array.of(1, -3, 0, 3), 2, 2)).toEqual([
    { layer: 0, neuron: 1 },
    { layer: 1, neuron: 1 },
  ]);
});

test('the largest and the smallest, the earlier of two that are the same', () => {
  const [top, bottom] = [new Largest(2, 1), new Largest(2, -1)];
  [3, 1, 3, 2, 0].forEach((activation, text) => {
    for (const list of [top, bottom]) list.add({ text, token: 0, activation });
  });
  expect(top.kept.map(({ text }) => text)).toEqual([0, 2]);
  expect(bottom.kept.map(({ text }) => text)).toEqual([4, 1]);
});

test('each of many is drawn about as often as another', () => {
  const counts = Array<number>(8).fill(0);
  const source = randomSource(1, 'neurons-any');
  for (let trial = 0; trial < 2000; trial++) {
    const drawn = new Drawn(2, source);
    for (let text = 0; text < 8; text++) drawn.add(text, 0, 0);
    for (const { text } of drawn.kept) counts[text] = (counts[text] ?? 0) + 1;
  }
  // 500 each, with a standard deviation of 19
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
});

const WORDS = [' a', ' fish', ' sea', ' ü'];
const part = (ids: number[], activation: number[]): NamedTensors =>
  new Map([
    ['ids', namedTensor({ token: ids.length }, Int32Array.from(ids))],
    ['activation', namedTensor({ neuron: 1, token: ids.length }, Float32Array.from(activation))],
  ]);
const about: NamedTensors = new Map([
  ['neurons', namedTensor({ neuron: 1, of: 2 }, Int32Array.of(2, 7))],
  ['write_ids', namedTensor({ neuron: 1, end: 2, rank: 1 }, Int32Array.of(3, 0))],
  ['writes', namedTensor({ neuron: 1, end: 2, rank: 1 }, Float32Array.of(1.5, -2))],
  ['searched_id', scalar(3)],
  ['searched', namedTensor({ neuron: 1 }, Float64Array.of(1.5))],
]);
const parts = [
  { position: 0, part: about },
  { position: 1, part: part([0, 1, 2], [-1, 4, 0]) },
  { position: 2, part: part([1, 0], [3, 0]) },
  { position: 3, part: part([2, 2, 1], [1, 2, 2.5]) },
];
const combine = (examples = 2) =>
  finish(combineNeurons(parts, { examples, share: 0.5, seed: 0 }, (ids) => ids.map((id) => WORDS[id] ?? '')));

test('by hand: examples, range, histogram and what is written', () => {
  const result = combine();
  const [neuron] = neuronsOf(result);
  expect(neuron).toMatchObject({
    layer: 2,
    neuron: 7,
    max: 4,
    min: -1,
    positive: 5 / 8,
    rangeFrom: 2,
    // 4, 3, 2 and 2.5, of which three are " fish", which is three tokens of eight
    rangeTokens: 4,
    commonest: { word: ' fish', tokens: 3, base: 3 },
    raises: [{ id: 3, word: ' ü', logit: 1.5 }],
    lowers: [{ id: 0, word: ' a', logit: -2 }],
    searched: 1.5,
  });
  expect(neuron?.mean).toBeCloseTo(11.5 / 8, 12);
  expect(neuron?.histogram).toHaveLength(BINS);
  expect(neuron?.histogram.reduce((sum, count) => sum + count, 0)).toBe(8);
  // One of a text, though 2.5 and 2 stand in one.
  expect(neuron?.examples.top.map(({ text, token, word }) => [text, token, word])).toEqual([
    [1, 1, ' fish'],
    [2, 0, ' fish'],
  ]);
  expect(neuron?.examples.top[0]).toMatchObject({
    before: [{ text: ' a', activation: -1 }],
    after: [{ text: ' sea', activation: 0 }],
  });
  expect(neuron?.examples.bottom.map(({ activation }) => activation)).toEqual([-1, 0]);
  for (const { activation } of neuron?.examples.range ?? []) expect(activation).toBeGreaterThanOrEqual(2);
  expect(tensorOf(result, 'tokens').data[0]).toBe(8);
});

test('more examples than texts are left empty', () => {
  const [neuron] = neuronsOf(combine(10));
  expect(neuron?.examples.top).toHaveLength(3);
  expect(neuron?.examples.range).toHaveLength(4);
  expect(neuron?.examples.any).toHaveLength(8);
});

test('words, table and figure say the same', () => {
  const result = combine();
  const findings = neurons.findings(result);
  expect(findings[0]).toBe('1 neuron over 8 tokens of 3 texts.');
  expect(findings[1]).toContain('most of “␣ü”');
  expect(findings[1]).toContain('L2 N7 raises it by 1.5');
  expect(findings.join(' ')).toContain('they have no intervals, and nothing is tested');
  const rows = [...neurons.tables[0].rows(result)];
  expect(rows[0]).toEqual([2, 7, 'top', 1, 1, ' fish', 4, 1, 1]);
  expect(rows.at(-1)).toEqual([2, 7, 'lowers', 1, 0, ' a', -2, null, null]);
  const [neuron] = neuronsOf(result);
  if (neuron === undefined) throw new Error('there is one neuron');
  const source = { analysis: 1, title: 'Neurons', model: 'm', subject: 's', items: 3, unit: 'texts' };
  expect(neuronsHistogram.csv({ source, neuron }).split('\n')).toHaveLength(BINS + 2);
  // Bars of a logarithmic axis begin at 1 unless told, and those of one token have no height then.
  const { option } = neuronsHistogram.draw({ source, neuron }, FIGURE_THEMES.light);
  expect(option.yAxis).toMatchObject({ type: 'log', min: 0.5, startValue: 0.5 });
});

test('what excites a neuron lies above 0, and the weights are an item that is no text', () => {
  const top = [0.813, 0.362, -0.00095].map((activation) => ({ activation })) as never;
  const found = excitingExamples({ examples: { top, range: [], any: [], bottom: [] } });
  expect(found.map(({ activation }) => activation)).toEqual([0.813, 0.362]);
  expect(textsOf({ items: 25 })).toBe(24);
});
