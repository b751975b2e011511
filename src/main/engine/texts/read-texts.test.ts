import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TextFileChoice } from '../../../shared/texts.ts';
import { readTexts } from './read-texts.ts';

const utf8 = new TextEncoder();
const read = (fileName: string, text: string, how?: TextFileChoice) =>
  readTexts(fileName, utf8.encode(text), how);
const shown = ({ texts }: ReturnType<typeof read>) =>
  texts.map(({ label, text, ids }) => [text ?? ids, label]);
const problems = (result: ReturnType<typeof read>) =>
  result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

test('a text a line: empty lines and duplicates are left out and counted', () => {
  const result = read('book.txt', '\uFEFFOne here.\r\n\r\n  Two here. \rOne here.\nשלוש, כאן.');
  expect(shown(result)).toEqual([
    ['One here.', null],
    ['Two here.', null],
    ['שלוש, כאן.', null],
  ]);
  expect(result).toMatchObject({
    format: 'txt',
    textCount: 3,
    blanks: { count: 1, first: [2] },
    duplicates: { count: 1, first: [4] },
    mapping: null,
    windows: null,
  });
});

test.each([
  ['x.csv', 'id,text,label\n1,"A, b.",x\n2,C d.,\n,,\n'],
  ['x.tsv', 'text\tlabel\nA, b.\tx\nC d.\t\n'],
  ['x.csv', 'Text;Label\nA, b.;x\nC d.;\n'],
  ['x.jsonl', '{"text":"A, b.","label":"x"}\n{"text":"C d."}\n'],
  ['x.json', '[{"text":"A, b.","label":"x"},{"text":"C d.","label":null}]'],
  ['x.json', '{"data":[{"sentence":"A, b.","label":"x"},{"sentence":"C d."}]}'],
  ['x.json', '{"text":["A, b.","C d."],"label":["x",null]}'],
])('%s: a column named text, and label if it has one: %s', (fileName, content) => {
  const result = read(fileName, content);
  expect(problems(result)).toEqual([]);
  expect(shown(result)).toEqual([
    ['A, b.', 'x'],
    ['C d.', null],
  ]);
});

test('token ids, instead of texts or beside them', () => {
  const ids = read('x.jsonl', '{"ids":[3,1,4],"label":"a"}\n{"ids":[3,1,4]}\n{"ids":[]}\n');
  expect(shown(ids)).toEqual([[[3, 1, 4], 'a']]);
  expect(ids).toMatchObject({
    mapping: { text: 'ids', label: 'label' },
    duplicates: { count: 1 },
    blanks: { count: 1 },
  });
  const both = read('x.jsonl', '{"text":"A.","ids":null}\n{"ids":[1],"text":""}\n');
  expect(shown(both)).toEqual([
    ['A.', null],
    [[1], null],
  ]);
  expect(problems(read('x.jsonl', '{"text":"A.","ids":[1]}'))).toEqual([
    '1:1 a row has either a text or token ids, not both',
  ]);
  expect(problems(read('x.jsonl', '{"ids":[1,-2]}'))).toEqual([
    '1:8 "ids" holds -2 at index 1, which is not a token id',
  ]);
  expect(problems(read('x.jsonl', '{"ids":"1 2"}'))).toEqual([
    '1:8 "ids" is text; token ids are an array of numbers, in JSON or JSONL',
  ]);
});

test('columns are reported, and taken as a person says', () => {
  const content = 'id,verse,book\n1,In the beginning,Genesis\n';
  const unnamed = read('x.csv', content);
  expect(unnamed).toMatchObject({ mapping: null, columns: ['id', 'verse', 'book'], texts: [] });
  expect(problems(unnamed)).toEqual([
    '1:1 no column named text (or the like); the file has "id", "verse", "book"',
  ]);
  const named = read('x.csv', content, { columns: { text: 'verse', label: 'book' } });
  expect(shown(named)).toEqual([['In the beginning', 'Genesis']]);
  expect(named).toMatchObject({ mapping: { text: 'verse', label: 'book' }, unused: ['id'] });
  expect(problems(read('x.csv', content, { columns: { text: 'verse', label: 'verse' } }))).toEqual([
    '1:1 "verse" is mapped to the text and to the label',
  ]);
  expect(problems(read('x.csv', content, { columns: { text: 'chapter' } }))).toEqual([
    '1:1 no column named "chapter"; the file has "id", "verse", "book"',
  ]);
  expect(problems(read('x.csv', 'The dog is not here.\nA cat is.\n'))).toEqual([
    '1:1 no column named text (or the like); the file has "The dog is not here."; the first line has to name the columns, and looks like a text: a file of texts, one a line, is called .txt',
  ]);
});

test('windows, up to so many', () => {
  const windows = { unit: 'words', size: 3, most: 2 } as const;
  const result = read('book.txt', 'A b. C d.\n\nE f. G h.', { windows });
  expect(shown(result)).toEqual([
    ['A b.', null],
    ['C d.', null],
  ]);
  expect(result).toMatchObject({ windows, moreWindows: true, blanks: { count: 0 }, problems: [] });
  const all = read('book.txt', 'A b. C d.\n\nE f. G h.', { windows: { ...windows, most: 4 } });
  expect(all).toMatchObject({ textCount: 4, moreWindows: false });
  expect(problems(read('x.csv', 'text\nA.\n', { windows }))).toEqual([
    '1:1 windows are cut of running text, a file .txt, not of a table',
  ]);
});

test.each([
  ['', 'null:null the file has no texts'],
  ['\n \n', 'null:null the file has no texts: all of its 2 lines are empty'],
  ['ok\nbad \0 here', '2:5 not text: the file has NUL bytes, so it is not text'],
  ['%PDF-1.4 ', 'null:null not text: the file is a PDF'],
  [
    `ok\n${'a'.repeat(20_001)}`,
    '2:1 the line has 20,001 characters; a text has 20,000 at most: have the file cut into windows',
  ],
])('a file of lines that is refused: %j', (content, problem) => {
  expect(problems(read('x.txt', content))).toEqual([problem]);
});

test('reading stops at the 20th problem', () => {
  const line = 'a'.repeat(20_001);
  const result = read('x.txt', `${`${line}\n`.repeat(30)}`);
  expect(result.problems).toHaveLength(20);
  expect(result.problemsCut).toBe(true);
});

test('it does not matter in which pieces a file comes', () => {
  const content = utf8.encode('Élan 😀.\r\nזה כאן\r\r\n\nlast');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), (pieceBytes, isCut) => {
      const how = isCut ? { windows: { unit: 'words', size: 2, most: null } as const } : {};
      expect(readTexts('x.txt', content, how, true, pieceBytes)).toEqual(
        readTexts('x.txt', content, how, true),
      );
    }),
  );
});

test('no file whatever makes it throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('x.txt', 'x.csv', 'x.json', 'x.jsonl', 'x'),
      fc.uint8Array({ maxLength: 200 }),
      (fileName, bytes) => {
        const result = readTexts(fileName, bytes);
        expect(result.problems.length === 0).toBe(result.texts.length > 0);
      },
    ),
  );
});
