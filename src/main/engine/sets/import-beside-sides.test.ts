/** What a pair may have beside its two sides: neutral, cluster, answers, marks, other columns. */
import { expect, test } from 'vitest';
import { importSet } from './import.ts';
import { idPair, textPair } from './pair-content.ts';
import { read } from './read-file.example.ts';

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
