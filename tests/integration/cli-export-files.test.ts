/** What `pairlens export` writes of a run as one file, and that such a bundle comes in elsewhere by `pairlens import`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Run } from '../../src/shared/entities.ts';
import { CommandLine, GOLDEN_BERT, jsonLines } from '../cli.ts';
import { PAIRS } from './golden-pairs.ts';

const cli = new CommandLine();
const elsewhere = new CommandLine();

beforeAll(async () => {
  writeFileSync(cli.path('golden.jsonl'), jsonLines(PAIRS));
  const ran = await cli.run(
    ...['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT, '--out', 'out', '--keep', 'patterns'],
  );
  expect(ran).toMatchObject({ code: 0 });
});
afterAll(() => {
  cli.remove();
  elsewhere.remove();
});

/** The file that the command writes, which says where it is. */
async function written(what: string, name: string, ...more: string[]): Promise<Buffer> {
  const ended = await cli.run('export', what, '--run', '1', ...more, '--out', name);
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  expect(ended.stderr).toContain(`Written to ${cli.path(name)}\n`);
  return readFileSync(cli.path(name));
}

it('tensors: safetensors, with both sides of every pair', async () => {
  const file = await written('tensors', 'kept.safetensors');
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
  expect(Object.keys(header).filter((name) => name !== '__metadata__')).toHaveLength(2 * PAIRS.length);
});

it('report: a whole page of HTML', async () => {
  const page = (await written('report', 'report.html', '--metric', 'value_cosine')).toString('utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page.trimEnd().endsWith('</html>')).toBe(true);
});

it('notebook: a document of Jupyter, and the tables that it loads beside it', async () => {
  const ended = await cli.run('export', 'notebook', '--run', '1', '--out', 'run.ipynb');
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  const names = ['run-metrics.parquet', 'run-aggregates.parquet', 'run.ipynb'];
  for (const name of names) expect(ended.stderr).toContain(name);
  expect(JSON.parse(readFileSync(cli.path('run.ipynb'), 'utf8'))).toMatchObject({ nbformat: 4 });
  for (const table of names.slice(0, 2))
    expect(readFileSync(cli.path(table)).toString('latin1', 0, 4)).toBe('PAR1');

  const other = await cli.run('export', 'notebook', '--run', '1', '--out', 'run.txt');
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toContain('--out must end in .ipynb, got run.txt');
});

it('figure: PDF by the ending of the file', async () => {
  const file = await written('figure', 'heads.pdf', '--kind', 'head-grid');
  expect(file.toString('latin1', 0, 5)).toBe('%PDF-');
  expect(file.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true);
});

it('bundle: comes in to another home as the run that it is, and a damaged one does not', async () => {
  const bundle = await written('bundle', 'run.pairlens');
  writeFileSync(elsewhere.path('damaged.pairlens'), bundle.subarray(0, bundle.length / 2));
  expect((await elsewhere.run('import', 'damaged.pairlens')).code).toBe(1);
  expect(await elsewhere.json<Run[]>('runs', 'list')).toEqual([]);

  const imported = await elsewhere.run('import', cli.path('run.pairlens'));
  expect(imported).toMatchObject({ code: 0 });
  expect(imported.stdout).toBe(
    `run.pairlens is run 1 here: golden with bert, ${PAIRS.length} of ${PAIRS.length} pairs.\n`,
  );
  const runs = await elsewhere.json<Run[]>('runs', 'list');
  expect(runs).toMatchObject([{ id: 1, state: 'done', done: PAIRS.length, total: PAIRS.length, failed: 0 }]);
  const [here, there] = await Promise.all(
    [cli, elsewhere].map((line) => line.run('export', 'metrics', '--run', '1')),
  );
  expect(there).toMatchObject({ code: 0 });
  expect(there?.stdout).toBe(here?.stdout);
});
