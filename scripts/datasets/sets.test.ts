import { expect, test } from 'vitest';
import { readTriples, SETS_WITH_NEUTRALS, type SetWithNeutrals, type Triple } from './set-files.ts';
import { cuesIn, HEBREW_NEGATORS, NEAR_NEGATORS, NEGATORS, newWords, wordsOf } from './words.ts';

const SETS = new Map(SETS_WITH_NEUTRALS.map((name) => [name, readTriples(name)]));
const triplesOf = (name: SetWithNeutrals) => SETS.get(name) ?? [];

function largest(counted: Iterable<string>): { value: string; count: number } {
  const counts = new Map<string, number>();
  for (const value of counted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return { value, count };
}

test.each([
  ['negation', 400, 24, 120],
  ['negation-hebrew', 120, 24, 40],
  ['role-swap', 66, 6, 50],
  ['minimal-pairs', 120, 20, 40],
] as const)('%s has at least %d pairs of %d labels and %d clusters', (name, pairs, labels, clusters) => {
  const triples = triplesOf(name);
  expect(triples.length).toBeGreaterThanOrEqual(pairs);
  expect(new Set(triples.map(({ label }) => label)).size).toBeGreaterThanOrEqual(labels);
  expect(new Set(triples.map(({ cluster }) => cluster)).size).toBeGreaterThanOrEqual(clusters);
});

test.each(SETS_WITH_NEUTRALS)('%s: three different sentences that end alike, no pair twice', (name) => {
  const triples = triplesOf(name);
  for (const { original, counterfactual, neutral } of triples) {
    expect(new Set([original, counterfactual, neutral]).size, original).toBe(3);
    for (const sentence of [original, counterfactual, neutral]) {
      expect(sentence).toMatch(name === 'negation-hebrew' ? /^[א-ת][א-ת ]*\.$/ : /^[A-Z][A-Za-z', ]*[a-z.]$/);
      expect(sentence).not.toMatch(/ {2}| [,.]/);
      expect(sentence.endsWith('.')).toBe(original.endsWith('.'));
    }
  }
  const keys = triples.map(({ original, counterfactual }) => `${original} > ${counterfactual}`);
  expect(largest(keys).count).toBe(1);
});

test.each(SETS_WITH_NEUTRALS)('%s: clusters of 2 to 4 pairs, which share no sentence', (name) => {
  const clusters = Map.groupBy(triplesOf(name), ({ cluster }) => cluster);
  const clusterOf = new Map<string, string>();
  for (const [cluster, triples] of clusters) {
    expect(triples.length, cluster).toBeGreaterThanOrEqual(2);
    expect(triples.length, cluster).toBeLessThanOrEqual(4);
    for (const { original, counterfactual, neutral } of triples) {
      for (const sentence of [original, counterfactual, neutral]) {
        expect(clusterOf.get(sentence) ?? cluster, sentence).toBe(cluster);
        clusterOf.set(sentence, cluster);
      }
    }
  }
});

test.each([
  ['negation', 0.06],
  ['negation-hebrew', 0.15],
  ['minimal-pairs', 0.12],
] as const)('%s: no label has more than its share', (name, share) => {
  const triples = triplesOf(name);
  const { value, count } = largest(triples.map(({ label }) => label));
  expect(count / triples.length, value).toBeLessThanOrEqual(share);
});

test.each(['negation', 'negation-hebrew', 'minimal-pairs'] as const)(
  '%s: within a cluster every pair has another construction',
  (name) => {
    for (const [cluster, triples] of Map.groupBy(triplesOf(name), (triple) => triple.cluster)) {
      expect(new Set(triples.map(({ label }) => label)).size, cluster).toBe(triples.length);
    }
  },
);

test.each([
  // share of pairs whose neutral brings the word; share of pairs whose original has the word, function words aside
  ['negation', 0.11, 0.03],
  ['negation-hebrew', 0.2, 0.06],
  ['role-swap', 0.06, 0.08],
  ['minimal-pairs', 0.08, 0.06],
] as const)('%s: no word carries it', (name, ofNeutral, ofOriginal) => {
  const triples = triplesOf(name);
  const brought = largest(
    triples.flatMap(({ original, neutral }) => [...new Set(newWords(original, neutral))]),
  );
  expect(brought.count / triples.length, brought.value).toBeLessThanOrEqual(ofNeutral);
  const functionWords = new Set(
    (
      'the a an to of in on for and is was were are be been has have had will would can could should must may might do does ' +
      'i you he she it we they my his her our their him them us this that these those some all both each there with ' +
      'who which at by from than too so about somebody someone something somewhere everyone ' +
      'את אל על של הוא היא הם אני היה היו היתה לי לנו כל מן אחד היום אתמול עם דבר איש אפשר'
    ).split(' '),
  );
  const words = triples.flatMap(({ original }) => [...new Set(wordsOf(original))]);
  const content = largest(words.filter((word) => !functionWords.has(word)));
  expect(content.count / triples.length, content.value).toBeLessThanOrEqual(ofOriginal);
});

/** What negates in the pairs of a label: one word, or those that are joined by +, in order. The first that fits. */
const NEGATOR_OF_LABEL: readonly (readonly [RegExp, string])[] = [
  [/^(copula|auxiliary|do)-nt$/, "n't"],
  [/^cannot$/, 'cannot'],
  [/^never-/, 'never'],
  [/^neither-nor$/, 'neither+nor'],
  [/^neither-of$/, 'neither'],
  [/^nobody-/, 'nobody'],
  [/^nothing-/, 'nothing'],
  [/^nowhere$/, 'nowhere'],
  [/^none-of$/, 'none'],
  [/^without-/, 'without'],
  [/^no-/, 'no'],
  [/^not-|-not$/, 'not'],
];

test('negation: the negator that the label names, on the counterfactual side only', () => {
  for (const { label, original, counterfactual, neutral } of triplesOf('negation')) {
    const expected = NEGATOR_OF_LABEL.find(([pattern]) => pattern.test(label))?.[1];
    expect(cuesIn(counterfactual, NEGATORS).join('+'), counterfactual).toBe(expected);
    expect(cuesIn(original, NEGATORS), original).toEqual([]);
    expect(cuesIn(neutral, NEGATORS), neutral).toEqual([]);
    const nearly = newWords(original, neutral).filter((word) => NEAR_NEGATORS.has(word));
    expect(nearly, neutral).toEqual([]);
  }
});

test('negation-hebrew: negators on the counterfactual side only', () => {
  const denies = (before: string, after: string) =>
    newWords(before, after).filter((word) => HEBREW_NEGATORS.has(word));
  for (const { original, counterfactual, neutral } of triplesOf('negation-hebrew')) {
    expect(denies(original, counterfactual), counterfactual).not.toEqual([]);
    expect(denies(original, neutral), neutral).toEqual([]);
    // אל is also "to".
    expect(
      cuesIn(original, HEBREW_NEGATORS).filter((word) => word !== 'אל'),
      original,
    ).toEqual([]);
  }
});

test('role-swap: the counterfactual has the same words in another order, the neutral two others in their place', () => {
  for (const { original, counterfactual, neutral } of triplesOf('role-swap')) {
    expect(wordsOf(counterfactual).toSorted(), original).toEqual(wordsOf(original).toSorted());
    const differ = (after: string) => {
      const before = wordsOf(original);
      return wordsOf(after).flatMap((word, index) => (word === before[index] ? [] : [index]));
    };
    expect(differ(neutral), neutral).toEqual(differ(counterfactual));
    expect(newWords(original, neutral)).toHaveLength(differ(neutral).length);
  }
});

test('role-swap and minimal-pairs: nothing is negated', () => {
  const all: Triple[] = [...triplesOf('role-swap'), ...triplesOf('minimal-pairs')];
  for (const { original, counterfactual, neutral } of all) {
    expect(cuesIn(`${original} ${counterfactual} ${neutral}`, NEGATORS), original).toEqual([]);
  }
});

test('minimal-pairs: both changes replace the same one word', () => {
  for (const { original, counterfactual, neutral } of triplesOf('minimal-pairs')) {
    const before = wordsOf(original);
    const changed = (after: string) =>
      wordsOf(after).flatMap((word, index) => (word === before[index] ? [] : [index]));
    expect(changed(counterfactual), counterfactual).toHaveLength(1);
    expect(changed(neutral), neutral).toEqual(changed(counterfactual));
  }
});
