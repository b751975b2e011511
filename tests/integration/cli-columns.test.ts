/** What the command line says of the columns of a file of pairs, and how they are named. */
import { writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { ImportReport, Run, SentenceSet } from '../../src/shared/entities.ts';
import { CommandLine, GOLDEN_BERT, jsonLines } from '../cli.ts';

const cli = new CommandLine();
afterAll(() => cli.remove());

it('a refusal names the options that map columns, and what may be meant', async () => {
  writeFileSync(cli.path('nli.csv'), 'id,premise,hypothesis,gold\n1,A man runs.,A man does not run.,c\n');
  const hint =
    'Say which columns hold the pairs: --original premise --counterfactual hypothesis (and --label, --neutral, --cluster).';
  const imported = await cli.run('sets', 'import', 'nli.csv');
  expect(imported).toMatchObject({ code: 1, stdout: '' });
  expect(imported.stderr).toContain(
    'nli.csv, line 1, column 1: no columns named original and counterfactual (or the like); the file has "id", "premise", "hypothesis", "gold"',
  );
  expect(imported.stderr).toContain(hint);
  const run = await cli.run('run', '--pairs', 'nli.csv', '--model', GOLDEN_BERT, '--json');
  expect(run.code).toBe(1);
  const { error } = JSON.parse(run.stdout) as { error: { code: string; message: string } };
  expect(error.code).toBe('SET_INVALID');
  expect(error.message).toContain(hint);

  // Where the columns are known, something else is wrong, and they are not spoken of.
  writeFileSync(cli.path('sided.csv'), 'original,counterfactual\nA.,\n');
  expect((await cli.run('sets', 'import', 'sided.csv')).stderr).not.toContain('--original');
  const half = await cli.run('run', '--pairs', 'nli.csv', '--model', GOLDEN_BERT, '--original', 'premise');
  expect(half).toMatchObject({ code: 2 });
  expect(half.stderr).toContain('--original and --counterfactual go together');
});

it('says which columns were taken and which were not, for people and for machines', async () => {
  writeFileSync(
    cli.path('pairs.jsonl'),
    '{"original sentence":"X.","sentence1":"A.","sentence2":"B?","label":"NO"}\n',
  );
  expect(await cli.run('sets', 'import', 'pairs.jsonl')).toMatchObject({
    code: 0,
    stdout:
      'pairs: 1 pair imported into project Default.\nColumns: original = sentence1, counterfactual = sentence2, label; kept: "original sentence".\n',
  });
  const mapping = {
    original: 'sentence1',
    counterfactual: 'sentence2',
    label: 'label',
    neutral: null,
    cluster: null,
    answer: null,
    wrongAnswer: null,
    extras: ['original sentence'],
  };
  const report = await cli.json<{ set: SentenceSet; columns: unknown; unused: string[] }>(
    ...['sets', 'import', 'pairs.jsonl', '--name', 'again'],
  );
  expect(report).toMatchObject({
    set: { name: 'again', imported: { mapping } },
    columns: mapping,
    unused: [],
    delimiter: null,
  });
  const part = await cli.json<{ columns: unknown; unused: string[] }>(
    ...['sets', 'import', 'pairs.jsonl', '--name', 'part', '--keep-columns', ''],
  );
  expect(part).toMatchObject({ columns: { extras: [] }, unused: ['original sentence'] });
});

it('run takes the columns as well; a control of other names is read by its own', async () => {
  const pairs = [{ a: [1, 2, 3], b: [1, 4, 3], group: 'x', id: 7 }];
  writeFileSync(cli.path('mine.jsonl'), jsonLines(pairs));
  writeFileSync(
    cli.path('control.jsonl'),
    jsonLines([{ original_ids: [5, 6], counterfactual_ids: [5, 7], note: null }]),
  );
  const command = ['run', '--pairs', 'mine.jsonl', '--control', 'control.jsonl', '--model', GOLDEN_BERT];
  const { code, stdout, stderr } = await cli.run(
    ...[...command, '--original', 'a', '--counterfactual', 'b', '--label', 'group', '--json'],
  );
  expect(code).toBe(0);
  expect(stderr).toContain('mine.jsonl: Columns: original = a, counterfactual = b, label = group; kept: id.');
  expect(stderr).toContain(
    'control.jsonl: Columns: original = original_ids, counterfactual = counterfactual_ids; kept: note.',
  );
  const { run, imported } = JSON.parse(stdout) as { run: Run; imported: Record<string, ImportReport> };
  expect(run).toMatchObject({ total: 2, done: 2, set: { name: 'mine' }, controlSet: { name: 'control' } });
  expect(imported).toMatchObject({
    pairs: { mapping: { original: 'a', label: 'group', extras: ['id'] }, unused: [] },
    control: { mapping: { original: 'original_ids' } },
  });
});

it('a missing label is no label', async () => {
  writeFileSync(cli.path('plain.csv'), 'original,counterfactual\nA.,B.\n');
  writeFileSync(cli.path('some.csv'), 'original,counterfactual,label\nA.,B.,x\nC.,D.,\n');
  await cli.run('sets', 'import', 'plain.csv');
  await cli.run('sets', 'import', 'some.csv');
  const { stdout } = await cli.run('sets', 'list');
  expect(stdout).toMatch(/^plain +1 +0 /m);
  expect(stdout).toMatch(/^some +2 +1 /m);
  const { sets } = await cli.json<{ sets: SentenceSet[] }>('sets', 'list');
  expect(sets.map(({ name, labelCount }) => [name, labelCount])).toEqual(
    expect.arrayContaining([
      ['plain', 0],
      ['some', 1],
    ]),
  );
});
