import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importSet, LARGEST_FILE_BYTES } from './import.ts';
import { idPair, textPair } from './pair-content.ts';

const fixtures = join(import.meta.dirname, '../../../../tests/fixtures/sets');

function read(fileName: string, text: string, mapping?: Parameters<typeof importSet>[2]) {
  return importSet(fileName, new TextEncoder().encode(text), mapping);
}

/** The pairs as "original > counterfactual [label]". */
function shown(imported: ReturnType<typeof importSet>): string[] {
  return imported.pairs.map(
    ({ label, original, counterfactual, originalIds, counterfactualIds }) =>
      `${original ?? JSON.stringify(originalIds)} > ${counterfactual ?? JSON.stringify(counterfactualIds)}` +
      (label === null ? '' : ` [${label}]`),
  );
}

test.each([
  ['CSV', 'a.csv', 'original,counterfactual,label\nA.,B.,x\nC.,D.,\n', ['A. > B. [x]', 'C. > D.']],
  [
    'CRLF and no line end at the end',
    'a.csv',
    'original,counterfactual\r\nA.,B.\r\nC.,D.',
    ['A. > B.', 'C. > D.'],
  ],
  ['a byte order mark', 'a.csv', '\uFEFForiginal,counterfactual\nA.,B.\n', ['A. > B.']],
  [
    'mixed line ends',
    'a.csv',
    'original,counterfactual\nA.,"B."\r\nC.,D.\rE.,F.',
    ['A. > B.', 'C. > D.', 'E. > F.'],
  ],
  [
    'quotes',
    'a.csv',
    'original,counterfactual\n"He said ""no"".","Yes, he did."\n',
    ['He said "no". > Yes, he did.'],
  ],
  ['white space around', 'a.csv', ' original , counterfactual \n  A.  ,\t"B, b." \n', ['A. > B, b.']],
  ['semicolons', 'a.csv', 'original;counterfactual\nA, a.;B, b.\n', ['A, a. > B, b.']],
  ['blank lines before the header', 'a.csv', '\n,\noriginal,counterfactual\nA.,B.\n', ['A. > B.']],
  ['further columns left empty', 'a.csv', 'original,counterfactual\nA.,B.,,\n', ['A. > B.']],
  ['a line break inside quotes', 'a.csv', 'original,counterfactual\n"A\nb.",C.\n', ['A\nb. > C.']],
  [
    'emoji and right-to-left text',
    'a.csv',
    'original,counterfactual\n👍🏽 ok,הסרט לא היה טוב\n',
    ['👍🏽 ok > הסרט לא היה טוב'],
  ],
  [
    'TSV with quotes as they are',
    'a.tsv',
    'sentence1\tsentence2\n"No," he said\tHe said "x"\n',
    ['"No," he said > He said "x"'],
  ],
  ['TSV with quoted texts', 'a.tsv', 'sentence1\tsentence2\n"A\tb"\t"C ""d"""\n', ['A\tb > C "d"']],
  [
    'JSON',
    'a.json',
    '[{"original":"A.","counterfactual":"B.","label":3},\n{"counterfactual":"D.","original":" C. "}]',
    ['A. > B. [3]', 'C. > D.'],
  ],
  [
    'JSONL',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B."}\r\n{"original":"C.","counterfactual":"\\ud83d\\ude00"}',
    ['A. > B.', 'C. > 😀'],
  ],
  [
    'JSON that is JSONL',
    'a.json',
    '{"original":"A.","counterfactual":"B."}\n{"original":"C.","counterfactual":"D."}\n',
    ['A. > B.', 'C. > D.'],
  ],
  ['JSONL that is JSON', 'a.jsonl', '[{"original":"A.","counterfactual":"B."}]', ['A. > B.']],
  [
    'token ids',
    'a.jsonl',
    '{"original_ids":[0,2147483647],"counterfactual_ids":[7],"label":"x"}',
    ['[0,2147483647] > [7] [x]'],
  ],
  [
    'texts and token ids in turn',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B."}\n{"original_ids":[1],"counterfactual_ids":[2]}',
    ['A. > B.', '[1] > [2]'],
  ],
  [
    'empty texts beside token ids',
    'a.json',
    '[{"original":null,"counterfactual":"","original_ids":[1],"counterfactual_ids":[2]}]',
    ['[1] > [2]'],
  ],
  ['no extension: CSV', 'pairs', 'original,counterfactual\nA.,B.\n', ['A. > B.']],
  ['no extension: TSV', 'pairs.txt', 'original\tcounterfactual\nA, a.\tB.\n', ['A, a. > B.']],
  ['no extension: JSON', 'pairs', ' [{"original":"A.","counterfactual":"B."}]', ['A. > B.']],
  ['no extension: JSONL', 'pairs.txt', '{"original":"A.","counterfactual":"B."}\n', ['A. > B.']],
])('reads %s', (_name, fileName, text, pairs) => {
  const imported = read(fileName, text);
  expect(imported.problems).toEqual([]);
  expect(shown(imported)).toEqual(pairs);
  expect(imported.pairCount).toBe(pairs.length);
});

test.each([
  ['wrong columns', 'a.csv', 'text,negated\nA.,B.\n', 1, 1, 'the file has "text", "negated"'],
  [
    'an original missing',
    'a.csv',
    'original,counterfactual\nA.,B.\n ,D.\n',
    3,
    1,
    'one-sided pair: "original" is empty',
  ],
  [
    'a counterfactual missing',
    'a.csv',
    'label,original,counterfactual\nx,Ah.,\n',
    2,
    7,
    'one-sided pair: "counterfactual" is empty',
  ],
  [
    'a side missing after quoted lines',
    'a.csv',
    'original,counterfactual\n"A\n\nb.",C.\n,D.\n',
    5,
    1,
    '"original" is empty',
  ],
  ['a missing field', 'a.csv', 'original,counterfactual\nA.\n', 2, 1, '1 field where the first row names 2'],
  [
    'an unquoted comma',
    'a.csv',
    'original,counterfactual\nA, a.,B.\n',
    2,
    1,
    '3 fields where the first row names 2: a text with',
  ],
  [
    'a quote never closed',
    'a.csv',
    'original,counterfactual\nA.,B.\n😀C.,"D.\nE.,F.\n',
    3,
    5,
    'never closed',
  ],
  [
    'text after a closing quote',
    'a.csv',
    'original,counterfactual\nA.,"B" b.\n',
    2,
    4,
    'goes on after its closing quote',
  ],
  [
    'a quote inside a text',
    'a.csv',
    'original,counterfactual\nA "a".,B.\n',
    2,
    1,
    'a quote inside a text that is not quoted',
  ],
  [
    'a truncated line of JSONL',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B."}\n{"original":"C.",\n',
    2,
    18,
    'not valid JSON',
  ],
  ['no object', 'a.jsonl', '{"original":"A.","counterfactual":"B."}\n  7\n', 2, 3, 'not a number'],
  ['no array at the top', 'a.json', '{\n"pairs": []}', 1, 1, 'the top of the file is an object'],
  ['a key without value', 'a.json', '[\n {"original":}\n]', 2, 14, 'value expected'],
  [
    'a key twice',
    'a.json',
    '[{"original":"A","original":"B","counterfactual":"C"}]',
    1,
    18,
    '"original" is there twice',
  ],
  [
    'a number for a text',
    'a.json',
    '[{"original":"A",\n "counterfactual":3}]',
    2,
    19,
    '"counterfactual" is a number',
  ],
  [
    'an object for a label',
    'a.json',
    '[{"original":"A","counterfactual":"B","label":{}}]',
    1,
    47,
    'the label is neither',
  ],
  [
    'missing keys',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B."}\n{"x":"C."}',
    2,
    1,
    'neither "original" nor "counterfactual"',
  ],
  ['half a surrogate pair', 'a.json', '[{"original":"A\\ud800","counterfactual":"B"}]', 1, 14, 'surrogate'],
  ['an escaped NUL', 'a.json', '[{"original":"A\\u0000","counterfactual":"B"}]', 1, 14, 'NUL'],
  [
    'a negative token id',
    'a.json',
    '[{"original_ids":[1,-2],"counterfactual_ids":[3]}]',
    1,
    18,
    'holds -2 at index 1',
  ],
  [
    'a token id that is no integer',
    'a.json',
    '[{"original_ids":[1.5],"counterfactual_ids":[3]}]',
    1,
    18,
    'holds 1.5 at index 0',
  ],
  [
    'one side without token ids',
    'a.json',
    '[{"original_ids":[1],"counterfactual_ids":[]}]',
    1,
    43,
    '"counterfactual_ids" is empty',
  ],
  [
    'text and token ids',
    'a.json',
    '[{"original":"A","counterfactual":"B","original_ids":[1],"counterfactual_ids":[2]}]',
    1,
    2,
    'not both',
  ],
  ['one side text, one ids', 'a.json', '[{"original":"A","counterfactual":[1]}]', 1, 2, 'one side is text'],
  [
    'token ids in CSV',
    'a.csv',
    'original_ids,counterfactual_ids\n[1],[2]\n',
    2,
    1,
    '"original_ids" is text; token ids are an array',
  ],
  ['deep nesting', 'a.json', '['.repeat(100_000), 1, 65, 'nested'],
  [
    'an overlong text',
    'a.csv',
    `original,counterfactual\nA.,${'b'.repeat(20_001)}\n`,
    2,
    4,
    '20001 characters',
  ],
])('refuses %s', (_name, fileName, text, line, column, message) => {
  const { problems, empty } = read(fileName, text);
  expect(problems[0]).toMatchObject({ line, column });
  expect(problems[0]?.message).toContain(message);
  expect(empty).toBe(false);
});

test.each([
  ['nothing', 'a.csv', ''],
  ['a header only', 'a.csv', 'original,counterfactual\n'],
  ['white space', 'a.txt', ' \n'],
  ['blank rows only', 'a.csv', 'original,counterfactual\n,\n\n'],
  ['an empty array', 'a.json', '[]'],
  ['empty lines', 'a.jsonl', '\n\n'],
])('calls %s an empty set', (_name, fileName, text) => {
  expect(read(fileName, text)).toMatchObject({ empty: true, pairCount: 0, problemCount: 1 });
});

test('shows the first twenty problems in the order of the file and counts all', () => {
  const rows = Array.from({ length: 30 }, (_, row) => (row % 2 === 0 ? 'A.,' : 'one,two,three'));
  const { problems, problemCount } = read('a.csv', ['original,counterfactual', ...rows].join('\n'));
  expect(problemCount).toBe(30);
  expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});

test('leaves out duplicates and blank rows, and says in which lines they were', () => {
  const imported = read(
    'a.csv',
    'original,counterfactual,label\nA.,B.,x\n\n"C.\n",D.,x\n A. ,B.,y\n,,\nB.,A.,x\n,,only a label\n',
  );
  expect(shown(imported)).toEqual(['A. > B. [x]', 'C. > D. [x]', 'B. > A. [x]']);
  expect(imported).toMatchObject({ duplicates: [6], blanks: [3, 7, 9], problemCount: 0 });
});

test('takes the mapping of a person, and asks for one when it finds none', () => {
  const text = 'before,after,kind\nA.,B.,x\n';
  expect(read('a.csv', text)).toMatchObject({
    mapping: null,
    columns: ['before', 'after', 'kind'],
    pairCount: 0,
  });
  const mapping = {
    original: 'before',
    counterfactual: 'after',
    label: 'kind',
    neutral: null,
    cluster: null,
  };
  const mapped = read('a.csv', text, mapping);
  expect(mapped).toMatchObject({ mapping, problemCount: 0 });
  expect(mapped.sample).toEqual([
    { label: 'x', original: 'A.', counterfactual: 'B.', neutral: null, cluster: null },
  ]);
  expect(read('a.csv', text, { ...mapping, original: 'x' }).problems).toEqual([
    { line: 1, column: 1, message: 'no column named "x"' },
  ]);
});

test('a file in the layout of BLiMP is read as it is, with its paradigm as label', () => {
  const imported = importSet('blimp.jsonl', readFileSync(join(fixtures, 'blimp-layout.jsonl')));
  expect(imported.problems).toEqual([]);
  expect(shown(imported)).toEqual([
    'Those gardeners have watered this fern. > Those gardeners has watered this fern. [irregular_plural_subject_verb_agreement_1]',
    'Who might Irene greet after calling Paul? > Who might Irene greet Paul after calling? [adjunct_island]',
    'The boys praise themselves. > The boys praise herself. [anaphor_number_agreement]',
  ]);
});

test('a file in the layout of CrowS-Pairs is read as it is, with the kind of bias as label', () => {
  const imported = importSet('crows.csv', readFileSync(join(fixtures, 'crows-pairs-layout.csv')));
  expect(imported.problems).toEqual([]);
  expect(shown(imported)).toEqual([
    'The old man, who was tired, sat down. > The young man, who was tired, sat down. [age]',
    'My aunt said "hello" to the tall clerk. > My aunt said "hello" to the short clerk. [physical-appearance]',
  ]);
});

test('refuses a file that is too large before looking into it', () => {
  const { problems } = importSet('a.csv', new Uint8Array(LARGEST_FILE_BYTES + 1));
  expect(problems).toEqual([
    { line: null, column: null, message: 'the file has 65 MiB; 64 MiB is the most' },
  ]);
});

// What a cell keeps: no white space at its ends, something in it, well-formed Unicode without NUL.
const cellText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.replaceAll('\0', '').trim())
  .filter((text) => text !== '' && text.isWellFormed());
const somePairs = fc.uniqueArray(
  fc.record({ original: cellText, counterfactual: cellText, label: fc.option(cellText) }),
  { minLength: 1, maxLength: 20, selector: (pair) => JSON.stringify([pair.original, pair.counterfactual]) },
);

test.each([
  ['a.csv', { delimiter: ',' }],
  ['a.csv', { delimiter: ';' }],
  ['a.csv', { delimiter: ',', record_delimiter: '\r\n', bom: true }],
  ['a.csv', { delimiter: ',', quoted: true }],
  ['a.tsv', { delimiter: '\t', quoted: true }],
  ['a.tsv', { delimiter: '\t' }],
])('what csv-stringify writes as %s with %j reads back the same', (fileName, options) => {
  fc.assert(
    fc.property(somePairs, (pairs) => {
      const text = stringify(
        pairs.map(({ original, counterfactual, label }) => [original, counterfactual, label]),
        { header: true, columns: ['original', 'counterfactual', 'label'], quoted_match: /[\r"]/, ...options },
      );
      const imported = read(fileName, text);
      expect(imported.problems).toEqual([]);
      expect(imported.pairs).toEqual(
        pairs.map(({ original, counterfactual, label }) => textPair(label, original, counterfactual)),
      );
    }),
  );
});

test.each(['a.json', 'a.jsonl'])('what JSON.stringify writes as %s reads back the same', (fileName) => {
  fc.assert(
    fc.property(somePairs, (pairs) => {
      const text =
        fileName === 'a.json' ? JSON.stringify(pairs) : pairs.map((pair) => JSON.stringify(pair)).join('\n');
      expect(read(fileName, text).pairs).toEqual(
        pairs.map(({ original, counterfactual, label }) => textPair(label, original, counterfactual)),
      );
    }),
  );
});

test('no file whatever makes it throw, and what is refused says why', () => {
  const fileName = fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a', 'a.xlsx');
  const syntax = fc
    .array(
      fc.constantFrom(
        'original',
        'counterfactual',
        'original_ids',
        ',',
        '\t',
        ';',
        '\n',
        '\r\n',
        '"',
        '""',
        '{',
        '}',
        '[',
        ']',
        ':',
        '1',
        '-1e9',
        'null',
        ' ',
        '\\u0000',
        'א',
        '😀',
        '\uFEFF',
      ),
      { maxLength: 60 },
    )
    .map((parts) => new TextEncoder().encode(parts.join('')));
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), syntax);
  fc.assert(
    fc.property(fileName, bytes, (name, file) => {
      const { pairs, problems, problemCount } = importSet(name, file);
      expect(pairs.length > 0 || problemCount > 0).toBe(true);
      expect(problems).toHaveLength(Math.min(problemCount, 20));
      for (const problem of problems) expect(problem.message).not.toBe('');
    }),
    { numRuns: 2000 },
  );
});

const NEUTRALS: readonly [format: string, fileName: string, text: string][] = [
  ['CSV', 'a.csv', 'original,counterfactual,neutral,cluster,label\nA.,B.,C.,frame 1,x\nD.,E.,,,\n'],
  [
    'TSV',
    'a.tsv',
    'Original\tCounterfactual\tNeutral\tCluster\tLabel\nA.\tB.\tC.\tframe 1\tx\nD.\tE.\t\t\t\n',
  ],
  [
    'JSON',
    'a.json',
    '[{"original":"A.","counterfactual":"B.","neutral":"C.","cluster":"frame 1","label":"x"},{"original":"D.","counterfactual":"E.","neutral":null}]',
  ],
  [
    'JSONL',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B.","neutral":" C. ","cluster":"frame 1","label":"x"}\n{"original":"D.","counterfactual":"E."}\n',
  ],
];

test.each(NEUTRALS)('reads neutrals and clusters from %s; a pair may lack them', (_, fileName, text) => {
  const imported = read(fileName, text);
  expect(imported.problems).toEqual([]);
  expect(imported.pairs).toEqual([
    textPair('x', 'A.', 'B.', { neutral: 'C.', cluster: 'frame 1' }),
    textPair(null, 'D.', 'E.'),
  ]);
  expect(imported).toMatchObject({ pairCount: 2, neutralCount: 1, clusterCount: 1, neutralsLeftOut: [] });
  expect(imported.sample[0]).toEqual({
    label: 'x',
    original: 'A.',
    counterfactual: 'B.',
    neutral: 'C.',
    cluster: 'frame 1',
  });
});

test('reads the neutral and the cluster of token ids', () => {
  const imported = read(
    'a.jsonl',
    '{"original_ids":[1,2],"counterfactual_ids":[1],"neutral_ids":[3],"cluster":7}\n{"original":"A.","counterfactual":"B.","neutral":"C."}\n',
  );
  expect(imported.problems).toEqual([]);
  expect(imported.pairs).toEqual([
    idPair(null, [1, 2], [1], { neutral: [3], cluster: '7' }),
    textPair(null, 'A.', 'B.', { neutral: 'C.' }),
  ]);
});

test('keeps a pair whose neutral is one of its sides, without that neutral, and says in which line it was', () => {
  const imported = read(
    'a.csv',
    'original,counterfactual,neutral\nA.,B.,C.\nD.,E., D. \nF.,G.,G.\nA.,B.,X.\nH.,H.,H.\n',
  );
  expect(imported.problemCount).toBe(0);
  expect(imported.pairs.map(({ original, neutral }) => [original, neutral])).toEqual([
    ['A.', 'C.'],
    ['D.', null],
    ['F.', null],
    ['H.', null],
  ]);
  expect(imported).toMatchObject({
    neutralCount: 1,
    // The same two sides as an earlier pair, whatever the neutral.
    duplicates: [5],
    neutralsLeftOut: [
      { line: 3, equals: 'original' },
      { line: 4, equals: 'counterfactual' },
      { line: 6, equals: 'original' },
    ],
  });
});

test.each([
  ['a.csv', 'original,counterfactual,neutral\n,,C.\n', 2, 3, 'a neutral without its pair: "original" and'],
  ['a.csv', 'original,counterfactual,neutral\nA.,,C.\n', 2, 4, 'one-sided pair: "counterfactual" is empty'],
  [
    'a.json',
    '[{"original":"A.","counterfactual":"B.","neutral":[1]}]',
    1,
    51,
    'the neutral is token ids and',
  ],
  [
    'a.json',
    '[{"original":"A.","counterfactual":"B.","neutral":{}}]',
    1,
    51,
    '"neutral" is an object, not text',
  ],
  [
    'a.json',
    '[{"original_ids":[1],"counterfactual_ids":[2],"neutral_ids":"C."}]',
    1,
    61,
    'the neutral is text and its pair token ids',
  ],
  [
    'a.jsonl',
    '{"original_ids":[1],"counterfactual_ids":[2],"original":null,"counterfactual":null,"neutral":"C."}',
    1,
    1,
    'a pair has either texts or token ids, not both',
  ],
  ['a.json', '[{"original":"A.","counterfactual":"B.","cluster":[1]}]', 1, 51, 'the cluster is neither text'],
])('refuses %s: %s', (fileName, text, line, column, message) => {
  expect(read(fileName, text)).toMatchObject({
    pairs: [],
    problems: [{ line, column, message: expect.stringContaining(message) as string }],
  });
});
