/** What a file is refused for, with line and column. */
import { expect, test } from 'vitest';
import { read } from './read-file.example.ts';

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

const ONE_SIDED = 'original,counterfactual\nA.,\nB.,C.\n,D.\nE.,F.\n';

test('rows with one side alone are told apart from other problems, and can be left out', () => {
  const refused = read('a.csv', ONE_SIDED);
  expect(refused.problems).toHaveLength(2);
  expect(refused.oneSided).toEqual({ count: 2, first: [2, 4] });
  const rest = read('a.csv', ONE_SIDED, { oneSided: 'leave out' });
  expect(rest).toMatchObject({ problems: [], pairCount: 2, oneSided: { count: 2, first: [2, 4] } });
  expect(rest.pairs.map(({ original }) => original)).toEqual(['B.', 'E.']);
  // What else is wrong makes the file be refused all the same.
  const worse = read('a.csv', `${ONE_SIDED}G.,H.,I.\n`, { oneSided: 'leave out' });
  expect(worse.problems.map(({ line }) => line)).toEqual([6]);
});

test('as many rows with one side alone as there are are left out, without a stop at the twentieth problem', () => {
  const text = `original,counterfactual\n${'A.,\n'.repeat(30)}B.,C.\n`;
  expect(read('a.csv', text).problemsCut).toBe(true);
  expect(read('a.csv', text, { oneSided: 'leave out' })).toMatchObject({
    problems: [],
    pairCount: 1,
    oneSided: { count: 30 },
  });
});
