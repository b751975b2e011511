import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importSet } from './import.ts';
import { textPair } from './pair-content.ts';
import { read, shown } from './read-file.example.ts';

const fixtures = join(import.meta.dirname, '../../../../tests/fixtures/sets');

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

test('leaves out duplicates and blank rows, and says in which lines they were', () => {
  const imported = read(
    'a.csv',
    'original,counterfactual,label\nA.,B.,x\n\n"C.\n",D.,x\n A. ,B.,y\n,,\nB.,A.,x\n,,only a label\n',
  );
  expect(shown(imported)).toEqual(['A. > B. [x]', 'C. > D. [x]', 'B. > A. [x]']);
  expect(imported).toMatchObject({
    duplicates: { count: 1, first: [6] },
    blanks: { count: 3, first: [3, 7, 9] },
    problems: [],
  });
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
      const { pairs, problems, problemsCut } = importSet(name, file);
      expect(pairs.length > 0 || problems.length > 0).toBe(true);
      expect(problems.length === 20).toBe(problemsCut);
      for (const problem of problems) expect(problem.message).not.toBe('');
    }),
    { numRuns: 2000 },
  );
});

test('a file of blank lines is empty, and says of how many', () => {
  const { empty, problems } = read('a.csv', `original,counterfactual\n${'\n'.repeat(2_000_000)}`);
  expect(empty).toBe(true);
  expect(problems[0]?.message).toBe('the file has no pairs: all of its 2000000 rows are blank');
  expect(read('a.csv', '\n'.repeat(2_000_000)).empty).toBe(true);
});

test('pieces of any size come to the same', () => {
  const rows = Array.from({ length: 30 }, (_, row) =>
    row % 3 === 0 ? `"A ""${row}"",\r\nb.",é😀${row}.,x\r\n` : `C${row}. , D${row}.\r`,
  );
  const csv = `\uFEFForiginal,counterfactual,label\n${rows.join('')}`;
  const json = JSON.stringify({
    meta: { a: [1, '}"]'] },
    rows: Array.from({ length: 30 }, (_, row) => ({
      original: `A \\"${row}`,
      counterfactual: `é😀${row}`,
      deep: [[{}]],
    })),
  });
  const jsonl = Array.from(
    { length: 30 },
    (_, row) => `{"original":"A${row}","counterfactual":"\\u00e9${row}"}\r\n`,
  ).join('');
  for (const [fileName, text] of [
    ['a.csv', csv],
    ['a.json', json],
    ['a.jsonl', jsonl],
  ] as const) {
    const bytes = new TextEncoder().encode(text);
    const whole = importSet(fileName, bytes);
    expect(whole.pairCount).toBe(30);
    for (const pieceBytes of [1, 2, 3, 5, 8, 13, 61])
      expect({ pieceBytes, ...importSet(fileName, bytes, {}, true, pieceBytes) }).toEqual({
        pieceBytes,
        ...whole,
      });
  }
});

test('UTF-16 as Excel writes "Unicode text", with tabs', () => {
  const text = '\uFEFForiginal\tcounterfactual\r\nÉ 😀.\t"Not ""É""."\r\n';
  for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
    const imported = importSet('unicode.txt', bytes);
    expect(imported.problems).toEqual([]);
    expect(shown(imported)).toEqual(['É 😀. > Not "É".']);
    expect(imported.format).toBe('tsv');
  }
});
