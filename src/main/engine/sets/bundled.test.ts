import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PairlensError } from '../../../shared/errors.ts';
import { bundledPairs, bundledSetEntries, bundledSets } from './bundled.ts';
import { sentenceSetHash } from './pair-content.ts';

const resources = join(import.meta.dirname, '../../../../resources');

interface Sentences {
  readonly label: string;
  readonly original: string;
  readonly counterfactual: string;
}

function sentencesOf(name: string): Sentences[] {
  return bundledPairs(resources, name).map(({ label, original, counterfactual }) => {
    if (label === null || original === null || counterfactual === null)
      throw new Error('a pair without text or label');
    return { label, original, counterfactual };
  });
}

const NAMES = ['negation', 'negation-control', 'role-swap', 'minimal-pairs', 'negation-hebrew', 'ioi'];
const ENGLISH = NAMES.filter((name) => name !== 'negation-hebrew');
const SETS = new Map(NAMES.map((name) => [name, sentencesOf(name)]));
const control = SETS.get('negation-control') ?? [];
const roleSwap = SETS.get('role-swap') ?? [];

function countByLabel(pairs: readonly Sentences[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of pairs) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Lower-case words; "n't" is a word, as in the lexicon. */
function words(sentence: string): string[] {
  return (
    sentence
      .toLowerCase()
      .replaceAll("n't", " n't")
      .match(/n't|[\p{L}\d]+(?:'s)?/gu) ?? []
  );
}

test('ships six sets, as the manifest counts and hashes them', () => {
  expect(bundledSets(resources).map(({ name, pairCount }) => [name, pairCount])).toEqual([
    ['negation', 547],
    ['negation-control', 266],
    ['role-swap', 122],
    ['minimal-pairs', 151],
    ['negation-hebrew', 154],
    ['ioi', 448],
  ]);
  for (const entry of bundledSetEntries(resources)) {
    const pairs = bundledPairs(resources, entry.name);
    expect(pairs).toHaveLength(entry.pairCount);
    expect(sentenceSetHash(pairs)).toBe(entry.setHash);
    expect(Object.fromEntries(entry.labels.map(({ label, pairs }) => [label, pairs]))).toEqual(
      countByLabel(SETS.get(entry.name) ?? []),
    );
  }
});

test('a name that does not ship is not found', () => {
  expect(() => bundledPairs(resources, 'x')).toThrow(PairlensError);
  expect(() => bundledPairs(resources, 'x')).toThrow(
    'no bundled sentence set x; there are negation, negation-control, role-swap, minimal-pairs, negation-hebrew, ioi',
  );
});

test.each([
  ['negation', 'The movie was good.', 'The movie was not good.'],
  ['negation', 'The lady will come.', 'The lady will not come.'],
  ['negation', 'The book is good', 'The book is not good'],
  ['negation', 'She will be coming', 'She is never gonna come'],
  ['negation', 'He likes playing', 'He likes to not play'],
  ['role-swap', 'The cat chased the mouse', 'The mouse chased the cat'],
  ['role-swap', 'John gave Mary the book', 'Mary gave John the book'],
])('%s has, word for word, %s / %s', (name, original, counterfactual) => {
  const found = (SETS.get(name) ?? []).filter((pair) => pair.original === original);
  expect(found.map((pair) => pair.counterfactual)).toContain(counterfactual);
});

test('no pair is there twice, and every pair differs', () => {
  const all = [...SETS.values()].flat();
  const keys = all.map(({ original, counterfactual }) => `${original} > ${counterfactual}`);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(all.filter(({ original, counterfactual }) => original === counterfactual)).toEqual([]);
});

test('no sentence of the control stands in another set, or in two of its pairs', () => {
  const own = control.flatMap(({ original, counterfactual }) => [original, counterfactual]);
  expect(new Set(own).size).toBe(own.length);
  for (const name of NAMES.filter((other) => other !== 'negation-control')) {
    const others = new Set(
      (SETS.get(name) ?? []).flatMap(({ original, counterfactual }) => [original, counterfactual]),
    );
    expect(own.filter((sentence) => others.has(sentence))).toEqual([]);
  }
});

test.each(ENGLISH)('%s: tidy sentences, with the same end on both sides', (name) => {
  for (const { original, counterfactual } of SETS.get(name) ?? []) {
    for (const sentence of [original, counterfactual]) {
      expect(sentence).toMatch(/^[A-Z][A-Za-z0-9',. ]*[a-z.]$/);
      expect(sentence).not.toMatch(/ {2}| [,.]|\.\./);
    }
    expect(original.endsWith('.')).toBe(counterfactual.endsWith('.'));
  }
});

test.each(NAMES)('%s: the README counts what is there, and its examples are in the set', (name) => {
  const readme = readFileSync(join(resources, 'datasets', name, 'README.md'), 'utf8');
  // Of the sets with neutrals, between the counts and the sentences, clusters; and after them the neutral.
  const rows = [
    ...readme.matchAll(/^\| ([a-z-]+) \| (\d+) \|(?: \d+ \|)? (.+?) \| (.+?) \|(?: [^|]+ \|)?$/gm),
  ];
  expect(Object.fromEntries(rows.map(([, label, count]) => [label, Number(count)]))).toEqual(
    countByLabel(SETS.get(name) ?? []),
  );
  const known = new Set(
    (SETS.get(name) ?? []).map((pair) => `${pair.label} | ${pair.original} | ${pair.counterfactual}`),
  );
  for (const [row, label, , original, counterfactual] of rows) {
    expect(known.has(`${label} | ${original} | ${counterfactual}`), row).toBe(true);
  }
  expect(readme).toContain('CC0 1.0');
});

test('negation-control: no negation on either side', () => {
  const negators =
    "not n't no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely".split(
      ' ',
    );
  for (const { original, counterfactual } of control) {
    expect(
      words(`${original} ${counterfactual}`).filter((word) => negators.includes(word)),
      original,
    ).toEqual([]);
  }
});

test('negation-control: a word for a word, or words put in, as the label says', () => {
  for (const { label, original, counterfactual } of control) {
    const [before, after] = [words(original), words(counterfactual)];
    const kept = after.filter((word) => before.includes(word)).length;
    if (label === 'name-for-name' || label === 'synonym') {
      expect(after, counterfactual).toHaveLength(before.length);
      expect(
        before.filter((word, index) => word !== after[index]),
        counterfactual,
      ).toHaveLength(1);
    }
    if (label === 'neutral-adverb') {
      const inserted = after.findIndex((word, index) => word !== before[index]);
      expect(after.toSpliced(inserted, 1), counterfactual).toEqual(before);
    }
    if (label === 'emphatic-do') {
      expect(after.length - before.length, counterfactual).toBeGreaterThanOrEqual(2);
      expect(
        after.some((word) => ['do', 'does', 'did'].includes(word)),
        counterfactual,
      ).toBe(true);
      expect(kept, counterfactual).toBeGreaterThanOrEqual(before.length - 1);
    }
  }
});

test('role-swap: the same words on both sides, in another order', () => {
  for (const { original, counterfactual } of roleSwap) {
    expect(words(original).toSorted(), original).toEqual(words(counterfactual).toSorted());
    expect(words(original)).not.toEqual(words(counterfactual));
  }
});
