import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importSet } from './import.ts';
import { idPair, inputKey, type PairContent, sentenceSetHash, textPair } from './pair-content.ts';
import { setFile, type SetFileFormat } from './write-set.ts';

const read = (name: string, text: string) => importSet(name, new TextEncoder().encode(text));

/** The file of pairs that come two at a time. */
function written(pairs: readonly PairContent[], format: SetFileFormat): string {
  const pieces = Array.from({ length: Math.ceil(pairs.length / 2) }, (_, piece) =>
    pairs.slice(2 * piece, 2 * piece + 2),
  );
  const has = {
    neutral: pairs.some(({ neutral }) => neutral !== null),
    cluster: pairs.some(({ cluster }) => cluster !== null),
    label: pairs.some(({ label }) => label !== null),
    cues: pairs.some(({ cues }) => cues !== null),
    scope: pairs.some(({ scope }) => scope !== null),
    answer: pairs.some(({ answer }) => answer !== null),
    wrongAnswer: pairs.some(({ wrongAnswer }) => wrongAnswer !== null),
    extras: [...new Set(pairs.flatMap(({ extras }) => Object.keys(extras ?? {})))],
  };
  return [...setFile(pieces, format, has)].join('');
}

/** Texts as they are stored: no white space around them, something in them. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .map((drawn) => drawn.replaceAll('\0', '').trim())
  .filter((drawn) => drawn !== '' && drawn.isWellFormed());
const ids = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 4 });
const orNone = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
/** None, one, or two that differ. */
const answers = (answer: fc.Arbitrary<string>) =>
  fc.tuple(orNone(answer), orNone(answer)).map(([first, second]) => ({
    answer: first,
    wrongAnswer: first === null || first === second ? null : second,
  }));
/** Names of columns that are like no name of a part of a pair. */
const extras = orNone(
  fc.dictionary(fc.constantFrom('source', 'Genre, 2', 'id "x"', 'שם'), text, {
    minKeys: 1,
    noNullPrototype: true,
  }),
);
const texts: fc.Arbitrary<PairContent> = fc
  .tuple(
    orNone(text),
    text,
    text,
    orNone(text),
    orNone(text),
    fc.boolean(),
    fc.boolean(),
    answers(text),
    extras,
  )
  .filter(([, original, counterfactual, neutral]) => neutral !== original && neutral !== counterfactual)
  .map(([label, original, counterfactual, neutral, cluster, hasCues, hasScope, said, beside]) => {
    const all = [[0, counterfactual.length] as const];
    const marks = { cues: hasCues ? all : null, scope: hasScope ? all : null };
    return textPair(label, original, counterfactual, { neutral, cluster, ...said, ...marks, extras: beside });
  });
const lists: fc.Arbitrary<PairContent> = fc
  .tuple(orNone(text), ids, ids, orNone(ids), orNone(text), answers(fc.nat().map(String)))
  .filter(
    ([, original, counterfactual, neutral]) =>
      ![original, counterfactual].some((side) => String(side) === String(neutral)),
  )
  .map(([label, original, counterfactual, neutral, cluster, said]) =>
    idPair(label, original, counterfactual, { neutral, cluster, ...said }),
  );
const setOf = (pair: fc.Arbitrary<PairContent>) =>
  fc.uniqueArray(pair, { selector: inputKey, minLength: 1, maxLength: 6 });

test.each([
  ['csv', setOf(texts)],
  ['jsonl', setOf(fc.oneof(texts, lists))],
] as const)('a set written as %s is the same set when it is read', (format, sets) => {
  fc.assert(
    fc.property(sets, (pairs) => {
      const imported = read(`a.${format}`, written(pairs, format));
      expect(imported.problems).toEqual([]);
      expect(imported.pairs).toEqual(pairs);
      expect(sentenceSetHash(imported.pairs)).toBe(sentenceSetHash(pairs));
    }),
  );
});

test('a CSV has the columns that its pairs need', () => {
  const pair = textPair(null, 'It rains.', 'It never rains.', { neutral: 'It often rains.' });
  expect(written([pair, textPair(null, 'A, b.', 'C.')], 'csv')).toBe(
    'original,counterfactual,neutral\nIt rains.,It never rains.,It often rains.\n"A, b.",C.,\n',
  );
});

test('answers have columns of their own', () => {
  const pair = textPair(null, 'To John, to', 'To Mary, to', { answer: 'John', wrongAnswer: 'Mary' });
  expect(written([pair], 'csv')).toBe(
    'original,counterfactual,answer,wrong_answer\n"To John, to","To Mary, to",John,Mary\n',
  );
});

test('a column that is kept under the name of a part of a pair is written under another', () => {
  const pair = { ...textPair('x', 'A.', 'B.'), extras: { Label: 'y', source: 'z' } };
  expect(written([pair], 'csv')).toBe('original,counterfactual,label,Label (column),source\nA.,B.,x,y,z\n');
  expect(written([pair], 'jsonl')).toBe(
    '{"original":"A.","counterfactual":"B.","label":"x","Label (column)":"y","source":"z"}\n',
  );
});

test('token ids are refused as CSV', () => {
  expect(() => written([idPair(null, [1], [2])], 'csv')).toThrow('write it as .jsonl');
});
