import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importSet } from './import.ts';
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
  ['no array anywhere', 'a.json', '{\n"pairs": {}}', 1, 1, 'the top of the file is an object'],
  ['a number at the top', 'a.json', ' 7', 1, 2, 'a row must be an object, not a number'],
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
  expect(read(fileName, text)).toMatchObject({ empty: true, pairCount: 0, problems: [{ line: null }] });
});

test('stops at the twentieth problem, and says that there may be more', () => {
  const rows = Array.from({ length: 30 }, (_, row) => (row % 2 === 0 ? 'A.,' : 'one,two,three'));
  const { problems, problemsCut } = read('a.csv', ['original,counterfactual', ...rows].join('\n'));
  expect(problemsCut).toBe(true);
  expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
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
  expect(mapped).toMatchObject({ mapping, problems: [] });
  expect(mapped.sample).toEqual([
    {
      label: 'x',
      original: 'A.',
      counterfactual: 'B.',
      neutral: null,
      cluster: null,
      answer: null,
      wrongAnswer: null,
      extras: null,
    },
  ]);
  expect(read('a.csv', text, { ...mapping, original: 'x' }).problems).toEqual([
    { line: 1, column: 1, message: 'no column named "x"; the file has "before", "after", "kind"' },
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
  expect(imported).toMatchObject({
    pairCount: 2,
    neutralCount: 1,
    neutralsLeftOut: { original: { count: 0 }, counterfactual: { count: 0 } },
  });
  expect(imported.sample[0]).toEqual({
    label: 'x',
    original: 'A.',
    counterfactual: 'B.',
    neutral: 'C.',
    cluster: 'frame 1',
    answer: null,
    wrongAnswer: null,
    extras: null,
  });
});

const ANSWERS: [format: string, fileName: string, text: string][] = [
  ['CSV', 'a.csv', 'original,counterfactual,answer,wrong_answer\nA,B, yes ,no\nC,D,yes,\nE,F,,\n'],
  ['TSV', 'a.tsv', 'Original\tCounterfactual\tAnswer\tWrong answer\nA\tB\tyes\tno\nC\tD\tyes\t\nE\tF\t\t\n'],
  [
    'JSON',
    'a.json',
    '[{"original":"A","counterfactual":"B","answer":"yes","wrong_answer":"no"},{"original":"C","counterfactual":"D","answer":"yes","wrong_answer":null},{"original":"E","counterfactual":"F"}]',
  ],
  [
    'JSONL',
    'a.jsonl',
    '{"original":"A","counterfactual":"B","answer":"yes","wrong_answer":"no"}\n{"original":"C","counterfactual":"D","answer":"yes"}\n{"original":"E","counterfactual":"F"}\n',
  ],
];

test.each(ANSWERS)('reads answers from %s; a pair may lack them', (_, fileName, text) => {
  const imported = read(fileName, text);
  expect(imported.problems).toEqual([]);
  expect(imported.unused).toEqual([]);
  expect(imported.pairs).toEqual([
    textPair(null, 'A', 'B', { answer: 'yes', wrongAnswer: 'no' }),
    textPair(null, 'C', 'D', { answer: 'yes' }),
    textPair(null, 'E', 'F'),
  ]);
  expect(imported.sample[0]).toMatchObject({ answer: 'yes', wrongAnswer: 'no' });
});

test('beside token ids answers are token ids, as numbers or in digits', () => {
  const line = '{"original_ids":[1,2],"counterfactual_ids":[1],"answer":7,"wrong_answer":"8"}\n';
  expect(read('a.jsonl', line).pairs).toEqual([idPair(null, [1, 2], [1], { answer: '7', wrongAnswer: '8' })]);
});

test.each([
  [
    '{"original":"A","counterfactual":"B","answer":"x","wrong_answer":"x "}',
    'the wrong answer is the answer',
  ],
  [
    '{"original":"A","counterfactual":"B","answer":"","wrong_answer":"x"}',
    'a wrong answer without the answer',
  ],
  ['{"original":"A","counterfactual":"B","answer":["x","y"]}', 'the answer is neither text nor a number'],
  ['{"original_ids":[1],"counterfactual_ids":[2],"answer":"yes"}', 'the answer is “yes”; beside token ids'],
])('refuses the answers of %s', (line, message) => {
  expect(read('a.jsonl', `${line}\n`).problems.map((problem) => problem.message)).toEqual([
    expect.stringContaining(message),
  ]);
});

test('a wrong answer without a column of answers is something else', () => {
  expect(read('a.csv', 'original,counterfactual,wrong_answer\nA,B,x\n')).toMatchObject({
    mapping: { wrongAnswer: null, extras: ['wrong_answer'] },
    unused: [],
    problems: [],
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
  expect(imported.problems).toEqual([]);
  expect(imported.pairs.map(({ original, neutral }) => [original, neutral])).toEqual([
    ['A.', 'C.'],
    ['D.', null],
    ['F.', null],
    ['H.', null],
  ]);
  expect(imported).toMatchObject({
    neutralCount: 1,
    // The same two sides as an earlier pair, whatever the neutral.
    duplicates: { count: 1, first: [5] },
    neutralsLeftOut: { original: { count: 2, first: [3, 6] }, counterfactual: { count: 1, first: [4] } },
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

test.each<[string, string, string, string[], object]>([
  ['pipes', 'a.csv', 'original|counterfactual\nA, a.|B; b.\n', ['A, a. > B; b.'], {}],
  ['tabs in a file called CSV', 'a.csv', 'original\tcounterfactual\nA, a.\tB.\n', ['A, a. > B.'], {}],
  ['commas in a file called TSV', 'a.tsv', 'original,counterfactual\nA\ta.,B.\n', ['A\ta. > B.'], {}],
  ['a sep= line', 'a.csv', '\uFEFFsep=;\r\noriginal;counterfactual\r\nA, a.;B.\r\n', ['A, a. > B.'], {}],
  [
    'semicolons with commas in the names',
    'a.csv',
    'sentence, first;sentence, second\nA.;B.\n',
    ['A. > B.'],
    { original: 'sentence, first', counterfactual: 'sentence, second' },
  ],
  [
    'a header that ends in a tab',
    'a.tsv',
    'original\tcounterfactual\t\nA.\tB.\t\nC.\tD.\n',
    ['A. > B.', 'C. > D.'],
    {},
  ],
  [
    'rows without their empty ends',
    'a.csv',
    'id,original,counterfactual,label,note\n1,A.,B.\n2,C.,D.,x\n',
    ['A. > B.', 'C. > D. [x]'],
    {},
  ],
  ['empty cells beyond the header', 'a.csv', 'original,counterfactual\nA.,B.,,,\n', ['A. > B.'], {}],
  [
    'a quote in a column that is not used',
    'a.csv',
    'original,counterfactual,note\nA.,B.,5" pipe\n',
    ['A. > B.'],
    {},
  ],
  [
    'rows below a key',
    'a.json',
    '{"version":1,"data":[{"original":"A.","counterfactual":"B."}]}',
    ['A. > B.'],
    {},
  ],
  [
    'rows below keys',
    'a.json',
    '{"splits":{"test":[{"original":"A.","counterfactual":"B."}]}}',
    ['A. > B.'],
    {},
  ],
  [
    'rows as the datasets server answers',
    'rows.json',
    '{"features":[{"name":"sentence1"},{"name":"sentence2"}],"rows":[{"row_idx":0,"row":{"sentence1":"A.","sentence2":"B.","label":1},"truncated_cells":[]}],"num_rows_total":1}',
    ['A. > B. [1]'],
    {},
  ],
  [
    'lists by column',
    'a.json',
    '{"original":["A.","C."],"counterfactual":["B.","D."],"label":["x",null]}',
    ['A. > B. [x]', 'C. > D.'],
    {},
  ],
  [
    'columns as pandas writes them',
    'a.json',
    '{"original":{"0":"A.","1":"C."},"counterfactual":{"0":"B.","1":"D."}}',
    ['A. > B.', 'C. > D.'],
    {},
  ],
  [
    'objects over several lines',
    'a.jsonl',
    '{\n "original": "A.",\n "counterfactual": "B."\n}\n{\n "original": "C.",\n "counterfactual": "D."\n}\n',
    ['A. > B.', 'C. > D.'],
    {},
  ],
  [
    'a single row over several lines',
    'a.json',
    '{\n "original": "A.",\n "counterfactual": "B."\n}',
    ['A. > B.'],
    {},
  ],
  [
    'lists of one text',
    'a.jsonl',
    '{"masked_sentences":["A."],"masked_negations":["B."]}\n{"masked_sentences":["C."],"masked_negations":["D."]}\n',
    ['A. > B.', 'C. > D.'],
    {},
  ],
  [
    'a list of one text in the only line',
    'a.jsonl',
    '{"a":["A."],"b":["B."],"c":["x","y"]}\n',
    ['A. > B.'],
    { original: 'a', counterfactual: 'b' },
  ],
  [
    'anything in columns that are not used',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B.","meta":{"deep":[{"x":[1,{"original":"no"}]}]},"score":NaN,"n":-Infinity,"none":null,"dup":1,"dup":2}\n',
    ['A. > B.'],
    {},
  ],
  [
    'a list of objects in a column that is not used',
    'a.jsonl',
    '{"original":"A.","counterfactual":"B.","annotators":[{"name":"x"}]}\n{"original":"C.","counterfactual":"D.","annotators":[]}\n',
    ['A. > B.', 'C. > D.'],
    {},
  ],
  [
    'SICK',
    'SICK.txt',
    'pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n1\tA.\tB.\t4.5\tNEUTRAL\n',
    ['A. > B. [NEUTRAL]'],
    {},
  ],
  [
    'MNLI',
    'dev.jsonl',
    '{"annotator_labels":["entailment"],"gold_label":"entailment","sentence1":"A.","sentence1_parse":"(ROOT)","sentence2":"B."}\n',
    ['A. > B. [entailment]'],
    {},
  ],
  [
    'QQP',
    'qqp.tsv',
    'id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n0\t1\t2\tA?\tB?\t0\n',
    ['A? > B? [0]'],
    {},
  ],
  [
    'STS-B, with quotes as they are',
    'train.tsv',
    'index\tgenre\tsentence1\tsentence2\tscore\n0\tmain\tA "b.\tB.\t5.000\n',
    ['A "b. > B.'],
    {},
  ],
])('reads %s', (_name, fileName, text, pairs, given) => {
  const imported = read(fileName, text, given);
  expect(imported.problems).toEqual([]);
  expect(shown(imported)).toEqual(pairs);
});

test('says which columns were taken and which were not', () => {
  const imported = read(
    'a.jsonl',
    '{"original sentence":"X.","sentence1":"A.","sentence2":"B?","label":"NO","label2":"y"}\n',
  );
  expect(imported).toMatchObject({
    mapping: {
      original: 'sentence1',
      counterfactual: 'sentence2',
      label: 'label',
      neutral: null,
      cluster: null,
    },
    unused: [],
  });
  expect(imported.mapping?.extras).toEqual(['original sentence', 'label2']);
  expect(imported.pairs[0]?.extras).toEqual({ 'original sentence': 'X.', label2: 'y' });
});

test('other columns are kept as texts, and what cannot be is said', () => {
  const lines = [
    '{"original":"A.","counterfactual":"B.","id":7,"ok":true,"tags":["x"],"none":null,"blank":" "}',
    `{"original":"C.","counterfactual":"D.","id":8,"text":"${'x'.repeat(20_001)}"}`,
  ];
  const imported = read('a.jsonl', lines.join('\n'));
  expect(imported.problems).toEqual([]);
  expect(imported.pairs.map(({ extras }) => extras)).toEqual([
    { id: '7', ok: 'true', tags: '["x"]' },
    { id: '8' },
  ]);
  expect(imported.extrasLeftOut).toEqual({ count: 1, first: [2] });
  const chosen = read('a.jsonl', lines.join('\n'), { extras: ['id'] });
  expect(chosen.pairs.map(({ extras }) => extras)).toEqual([{ id: '7' }, { id: '8' }]);
  expect(chosen).toMatchObject({
    unused: ['ok', 'tags', 'none', 'blank', 'text'],
    extrasLeftOut: { count: 0 },
  });
});

test.each([
  [
    'semicolons, with commas in the sentences and in a name',
    'Satz;Satz, verneint\nEs regnet, oft.;Es regnet, nie.\nEr kam, ging.;Er kam, ging nicht, nie.\n',
    ';',
  ],
  ['tabs, with commas in every name', 'a, b\tc, d\nE.\tF, f.\nG, g, g.\tH.\n', '\t'],
  ['semicolons in quoted texts that span lines', '"x, y";z\n"A;\nb";"C, c"\nD;E\n', ';'],
  ['commas, with a semicolon in each sentence', 'x,y,z\nA; a,B; b,1\nC; c,D; d,2\n', ','],
  ['pipes', 'x|y\nA, a|B; b\n', '|'],
])('tells %s by the rows where names do not tell', (_, text, delimiter) => {
  const imported = read('a.csv', text);
  expect(imported).toMatchObject({ delimiter, mapping: null });
  expect(imported.columns).toEqual(
    text
      .split('\n', 1)[0]
      ?.split(delimiter)
      .map((name) => name.replaceAll('"', '')),
  );
});

test('a person may say what separates the fields', () => {
  const text = 'original;counterfactual,x\nA.;B.,C.\n';
  expect(read('a.csv', text, { delimiter: ',' })).toMatchObject({
    delimiter: ',',
    columns: ['original;counterfactual', 'x'],
  });
  expect(
    read('a.csv', text, { delimiter: ';', original: 'original', counterfactual: 'counterfactual,x' }),
  ).toMatchObject({
    delimiter: ';',
    format: 'csv',
    pairCount: 1,
  });
  expect(read('a.csv', text.replaceAll(';', '\t'), { delimiter: '\t' })).toMatchObject({
    format: 'tsv',
    columns: ['original', 'counterfactual,x'],
  });
});

test('a key that comes late may be a label, and the sides stay what they were', () => {
  const first = Array.from({ length: 1200 }, (_, row) => `{"sentence1":"${row}.","sentence2":"Not ${row}."}`);
  const late = '{"sentence1":"A.","sentence2":"B.","label":"x","original":"C.","counterfactual":"D."}';
  const imported = read('a.jsonl', [...first, late].join('\n'));
  expect(imported.problems).toEqual([]);
  expect(imported.mapping).toMatchObject({ original: 'sentence1', counterfactual: 'sentence2' });
  expect(imported.pairs.at(-1)).toMatchObject({ original: 'A.', counterfactual: 'B.' });
});

test.each([
  [
    'texts in a list',
    'a.jsonl',
    '{"original":["A.","B."],"counterfactual":["C."]}\n',
    1,
    13,
    '"original" is a list of 2 texts',
  ],
  [
    'several lists of rows',
    'a.json',
    '{"train":[{"original":"A","counterfactual":"B"}],"test":[{"original":"A","counterfactual":"B"}]}',
    1,
    1,
    'below "train", "test": save one of them',
  ],
  [
    'lists of different lengths',
    'a.json',
    '{"original":["A.","C."],"counterfactual":["B."]}',
    null,
    null,
    '"counterfactual" have fewer than 2 values',
  ],
  [
    'a bad value in a list',
    'a.json',
    '{"original":["A.",\n3],"counterfactual":["B.","D."]}',
    2,
    1,
    '"original" is a number',
  ],
  [
    'texts that were cut',
    'a.json',
    '{"rows":[{"row":{"original":"A","counterfactual":"B"},"truncated_cells":["original"]}]}',
    1,
    29,
    'cut short',
  ],
  [
    'premise and hypothesis',
    'a.csv',
    'premise,hypothesis\nA.,B.\n',
    1,
    1,
    'if "premise" and "hypothesis" are the two sides',
  ],
  [
    'a document that ends too early',
    'a.json',
    '[{"original":"A","counterfactual":"B"},\n',
    2,
    1,
    'ends before its brackets are closed',
  ],
  [
    'a row that ends too early',
    'a.json',
    '[\n{"original":"A"',
    2,
    1,
    'ends within the value that begins here',
  ],
  [
    'a comma that is missing',
    'a.json',
    '[{"original":"A","counterfactual":"B"} {}]',
    1,
    40,
    'a comma or a closing bracket',
  ],
  ['a workbook', 'a.csv', 'PK\u0003\u0004xl', null, null, 'a workbook'],
  ['a header after blank lines', 'a.csv', '\n\na,b\nA.,B.\n', 3, 1, 'no columns named original'],
])('refuses %s', (_name, fileName, text, line, column, message) => {
  const { problems, pairs } = read(fileName, text);
  expect(problems[0]).toMatchObject({ line, column });
  expect(problems[0]?.message).toContain(message);
  expect(pairs).toEqual([]);
});

/** What would take for ever, or all memory, if it were read to its end. */
test.each([
  [
    'rows of one field',
    'a.csv',
    `original,counterfactual\n${'x\n'.repeat(400_000)}`,
    2,
    true,
    '1 field where',
  ],
  [
    'a line without end',
    'a.csv',
    'x'.repeat(3_000_000),
    1,
    false,
    'a line with more than 1048576 characters',
  ],
  [
    'a quote that is never closed',
    'a.csv',
    `original,counterfactual\nA.,"${'b c\n'.repeat(600_000)}`,
    2,
    false,
    'not closed within 1048576',
  ],
  ['nulls', 'a.csv', '\0'.repeat(3_000_000), 1, false, 'NUL bytes'],
  ['a JSON array of numbers', 'a.json', `[${'1,'.repeat(1_000_000)}1]`, 1, true, 'not a number'],
  ['JSON lines that are none', 'a.jsonl', '{"original":\n'.repeat(1_000_000), 1, true, 'not valid JSON'],
  [
    'a JSON text without end',
    'a.json',
    `[{"original":"${'x'.repeat(3_000_000)}`,
    1,
    false,
    'more than 1048576 characters',
  ],
  [
    'a key in every row',
    'a.jsonl',
    Array.from(
      { length: 5000 },
      (_, row) => `{"original":"A${row}","counterfactual":"B","k${row}":1}\n`,
    ).join(''),
    999,
    false,
    'more than 1000 different keys',
  ],
  ['a header without end', 'a.csv', `${'a,'.repeat(5000)}\n`, 1, false, '5000 columns; 1000 are the most'],
])('refuses %s before the end', (_name, fileName, text, line, cut, message) => {
  const { problems, problemsCut } = read(fileName, text);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.line).toBe(line);
  expect(problemsCut).toBe(cut);
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

test('cues and scope: words that occur in the counterfactual, positions of token ids; a scope without cues is another column', () => {
  const read = (text: string, name = 'x.csv') => importSet(name, new TextEncoder().encode(text));
  const { pairs, ...report } = read(
    'original,counterfactual,cues,scope\nHe ate.,He far from ate.,far from,ate\nHe ran.,He ran.,,\n',
  );
  expect(report.unused).toEqual([]);
  expect(pairs.map(({ cues, scope }) => [cues, scope])).toEqual([
    [[[3, 11]], [[12, 15]]],
    [null, null],
  ]);
  const ids = read('{"original_ids":[1,2],"counterfactual_ids":[1,9,2],"cues":[1]}\n', 'x.jsonl');
  expect(ids.pairs[0]).toMatchObject({ cues: [[1, 2]], scope: null });
  expect(read('original,counterfactual,scope\nA.,B.,7\n').unused).toEqual([]);
  expect(read('original,counterfactual,scope\nA.,B.,7\n').pairs[0]?.extras).toEqual({ scope: '7' });
  expect(read('original,counterfactual,cues\nHe ate.,He ate not.,never\n').problems).toEqual([
    {
      line: 2,
      column: 21,
      message: '"cues" has “never”, which does not occur in the counterfactual',
    },
  ]);
});
