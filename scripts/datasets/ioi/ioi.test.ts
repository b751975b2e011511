import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { datasets } from '../set-files.ts';
import { byteLevel, wordPiece } from '../tokenizers.ts';
import { wordsOf } from '../words.ts';
import { NAMES } from './names.ts';
import { type IoiPair, ioiPairs, PAIRS_OF_TEMPLATE } from './pairs.ts';
import { TEMPLATES } from './templates.ts';

const PAIRS = ioiPairs();
const countsOf = (values: readonly string[]) =>
  Map.groupBy(values, (value) => value)
    .values()
    .map(({ length }) => length)
    .toArray();

test('the file is what templates and names make', () => {
  const text = readFileSync(join(datasets, 'ioi/pairs.csv'), 'utf8');
  expect(parse<IoiPair>(text, { columns: true })).toEqual(PAIRS);
  expect(PAIRS.length).toBeGreaterThanOrEqual(400);
});

test('a template has one place for each name, one verb and its like, and breaks off before a name', () => {
  for (const template of TEMPLATES) {
    expect(template.match(/\{[ABS]\}/g), template).toEqual(['{A}', '{B}', '{S}']);
    expect(template, template).toMatch(/^[^|{]* \{A\}[^|]* \{S\} \|[a-z]+\|[a-z]+\| [^|]* to$/);
  }
  expect(new Set(TEMPLATES).size).toBe(TEMPLATES.length);
});

test('names: 64, each as often the answer as the wrong answer, first as second in half of the pairs, none together twice', () => {
  expect(new Set(NAMES).size).toBe(64);
  expect(new Set(countsOf(PAIRS.map(({ answer }) => answer)))).toEqual(new Set([7]));
  expect(new Set(countsOf(PAIRS.map(({ wrong_answer }) => wrong_answer)))).toEqual(new Set([7]));
  expect(countsOf(PAIRS.map(({ label }) => label))).toEqual([224, 224]);
  const couples = PAIRS.map(({ answer, wrong_answer }) => [answer, wrong_answer].toSorted().join(' '));
  expect(new Set(couples).size).toBe(PAIRS.length);
  const isWoman = (name: string) => NAMES.indexOf(name) % 2 === 0;
  const mixed = PAIRS.filter(({ answer, wrong_answer }) => isWoman(answer) !== isWoman(wrong_answer));
  expect(mixed.length / PAIRS.length).toBeCloseTo(4 / 7, 10);
  for (const pairs of Map.groupBy(PAIRS, ({ cluster }) => cluster).values()) {
    expect(pairs).toHaveLength(PAIRS_OF_TEMPLATE);
    expect(new Set(pairs.flatMap(({ answer, wrong_answer }) => [answer, wrong_answer])).size).toBe(16);
    expect(countsOf(pairs.map(({ label }) => label))).toEqual([4, 4]);
  }
});

test('the answer is named once and the other name twice; in the counterfactual the other way round', () => {
  for (const { original, counterfactual, neutral, answer, wrong_answer } of PAIRS) {
    const timesIn = (text: string) => [answer, wrong_answer].map((name) => text.split(` ${name}`).length - 1);
    expect([original, neutral, counterfactual].map(timesIn), original).toEqual([
      [1, 2],
      [1, 2],
      [2, 1],
    ]);
    expect(wordsOf(neutral).filter((word, index) => word !== wordsOf(original)[index])).toHaveLength(1);
  }
});

test('a name is one token to GPT-2, Pythia and BERT, and sides are of one length', async () => {
  const pieces = await wordPiece();
  const pythia = JSON.parse(readFileSync(join(import.meta.dirname, 'pythia-ids.json'), 'utf8')) as {
    ids: Record<string, number[]>;
  };
  for (const name of NAMES) {
    expect(byteLevel().encode(` ${name}`), name).toHaveLength(1);
    expect(pieces.encode(name), name).toHaveLength(3);
    expect(pythia.ids[name], name).toHaveLength(1);
  }
  for (const { encode } of [byteLevel(), pieces])
    for (const { original, counterfactual, neutral } of PAIRS)
      expect(new Set([original, counterfactual, neutral].map((text) => encode(text).length)).size).toBe(1);
});
