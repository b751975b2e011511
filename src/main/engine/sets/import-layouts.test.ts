/** Files in other layouts than our own, and the columns in them. */
import { expect, test } from 'vitest';
import { read, shown } from './read-file.example.ts';

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
