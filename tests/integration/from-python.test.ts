/**
 * docs/from-python.md and docs/guide/in-python.md: their snippets read what is exported, where their programs are, and the tables are
 * those of a workspace. DuckDB is a dependency, so its query is always run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { backUpWorkspace } from '../../src/main/engine/backup.ts';
import { exportNotebook } from '../../src/main/engine/exports/export-notebook.ts';
import { projectRoot } from '../../src/main/engine/paths.ts';
import { resultFilter, type Run } from '../../src/shared/entities.ts';
import { hasPython, python } from '../python.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

const PAGE = readFileSync(join(projectRoot(), 'docs/from-python.md'), 'utf8');
const COLUMNS = readFileSync(join(projectRoot(), 'docs/columns.md'), 'utf8');
const GUIDE = readFileSync(join(projectRoot(), 'docs/guide/in-python.md'), 'utf8');

const snippetsOf = (language: string, page = PAGE): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

/** The snippets of a language, one after the other. */
const snippets = (language: string): string => snippetsOf(language).join('\n');

let workspace: Workspace;
let run: Run;
/** Of each head, by layer and head. */
let means: number[];

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine, folder } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(0, 4));
  run = await runPairs(engine, { setId, controlSetId, options: { keep: 'patterns' } });
  const runId = run.id;
  const whole = { runId, filter: resultFilter.parse({}), sort: { by: 'pair', direction: 'asc' } } as const;
  const write = async (name: string, pieces: AsyncIterable<Uint8Array>) =>
    writeFile(join(folder, name), await Array.fromAsync(pieces));
  for (const format of ['parquet', 'csv'] as const)
    await write(`metrics.${format}`, engine.exports.metricsPieces({ ...whole, format }));
  await writeFile(
    join(folder, 'aggregates.parquet'),
    await engine.exports.aggregatesTable({ runId, group: '', format: 'parquet' }),
  );
  await write('run.safetensors', engine.exports.tensors({ runId }));
  await write('run.pairlens', engine.bundles.write({ runId, tensors: false, notes: true }));
  await backUpWorkspace(engine.store.path, join(folder, 'workspace.sqlite'));
  const rows = await engine.aggregates.rows({ runId, group: '', metrics: ['value_cosine'] });
  means = rows.map(({ mean }) => mean ?? Number.NaN);
});
afterAll(() => workspace.dispose());
afterEach(() => vi.restoreAllMocks());

describe.skipIf(!hasPython('pandas', 'pyarrow', 'safetensors'))(
  'where Python has pandas, pyarrow and safetensors',
  () => {
    it('its snippets run, and give the means of the statistics', () => {
      const told = python(
        `${snippets('python')}\nprint(json.dumps(list(by_head)))\nprint(list(pattern.shape), axes)`,
        [],
        workspace.folder,
      );
      const [, byHead = '', shapes = ''] = told.split('\n');
      const found = JSON.parse(byHead) as number[];
      found.forEach((mean, head) => expect(mean).toBeCloseTo(means[head] ?? Number.NaN, 12));
      expect(found).toHaveLength(8);
      expect(shapes).toContain('layer, head, query, key');
    });

    it('the one of the guide ranks the heads as they are', async () => {
      const [program = ''] = snippetsOf('python', GUIDE);
      // The last line of a notebook's cell is shown: here it is printed.
      const shown = program.replace(
        /^(rows\.groupby.*)$/m,
        'print($1.to_json(orient="split", double_precision=15))',
      );
      const told = JSON.parse(python(shown, [], workspace.folder)) as { index: number[][]; data: number[] };
      const rows = await workspace.engine.aggregates.rows({
        runId: run.id,
        group: '',
        metrics: ['attention_js_divergence'],
      });
      const ranked = rows.toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
      expect(told.index).toEqual(ranked.map(({ layer, head }) => [layer, head]));
      told.data.forEach((mean, at) => expect(mean).toBeCloseTo(ranked[at]?.mean ?? Number.NaN, 12));
    });
  },
);

/** Runs a notebook, and prints what its cells show and what the first of them computed. */
const RUN_NOTEBOOK = `
import json, sys
import nbclient, nbformat
book = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(book)
book.cells.append(nbformat.v4.new_code_cell('import json; print(json.dumps([list(map(float, heads[statistic])), len(rows), len(control)]))'))
nbclient.NotebookClient(book, timeout=300).execute()
kinds = [list(output.get('data', {'text/plain': 0})) for cell in book.cells if cell.cell_type == 'code' for output in cell.outputs]
print(json.dumps({'kinds': kinds, 'said': json.loads(book.cells[-1].outputs[-1]['text'])}))
`;

describe('a notebook of a run', () => {
  const written = () =>
    exportNotebook(
      workspace.engine,
      { runId: run.id, metric: 'value_cosine' },
      join(workspace.folder, 'study.ipynb'),
    );

  it('lies beside the tables that it loads', async () => {
    expect(await written()).toEqual([
      'study.ipynb',
      'study-metrics.parquet',
      'study-aggregates.parquet',
      'study-control.parquet',
    ]);
    const book = readFileSync(join(workspace.folder, 'study.ipynb'), 'utf8');
    for (const name of ['metrics', 'aggregates', 'control']) expect(book).toContain(`study-${name}.parquet`);
    expect(book).toContain(run.provenance.weightsHash);
  });

  it('is written again over its own tables, and over nobody else’s', async () => {
    const { engine, folder } = workspace;
    const made = await written();
    expect(await written()).toEqual(made);
    const theirs = join(folder, 'mine-control.parquet');
    await writeFile(theirs, 'mine');
    const request = { runId: run.id, metric: 'value_cosine' } as const;
    await expect(exportNotebook(engine, request, join(folder, 'mine.ipynb'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: `${theirs} is there already and is not of an earlier export: choose another name than mine.ipynb`,
    });
    await writeFile(join(folder, 'mine.ipynb'), '{"cells": []}');
    await expect(exportNotebook(engine, request, join(folder, 'mine.ipynb'))).rejects.toThrow(
      /not of an earlier/,
    );
    expect(readFileSync(theirs, 'utf8')).toBe('mine');
    const names = () => readdirSync(folder).filter((name) => name.startsWith('cut'));
    vi.spyOn(engine.exports, 'aggregatesTable').mockRejectedValue(new Error('cut off'));
    await expect(exportNotebook(engine, request, join(folder, 'cut.ipynb'))).rejects.toThrow('cut off');
    expect(names()).toEqual([]);
  });

  it.skipIf(!hasPython('pandas', 'pyarrow', 'matplotlib', 'nbclient', 'nbformat', 'ipykernel'))(
    'draws the figures of the run, where Python has pandas, matplotlib and nbclient',
    async () => {
      await written();
      const told = python(RUN_NOTEBOOK, ['study.ipynb'], workspace.folder);
      const { kinds, said } = JSON.parse(told.trim().split('\n').at(-1) ?? '') as {
        kinds: string[][];
        said: [number[], number, number];
      };
      expect(kinds.filter((kind) => kind.includes('image/png'))).toHaveLength(4);
      const rows = await workspace.engine.aggregates.rows({
        runId: run.id,
        group: '',
        metrics: ['value_cosine'],
      });
      expect(said).toEqual([rows.map(({ difference }) => difference), 8 * GOLDEN_PAIRS.length, 8 * 4]);
    },
  );
});

/** Of a table, and of a workspace that is attached. */
const queries = snippetsOf('sql');

/** Layer, head, mean and pairs of each head, as the query of the page gives them. */
function expectMeans(found: readonly (readonly number[])[]): void {
  expect(found.map(([layer, head, , pairs]) => [layer, head, pairs])).toEqual(
    means.map((_, at) => [Math.floor(at / 4), at % 4, GOLDEN_PAIRS.length]),
  );
  found.forEach(([, , mean = Number.NaN], head) => expect(mean).toBeCloseTo(means[head] ?? Number.NaN, 12));
}

describe('DuckDB', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { file_search_path: workspace.folder });
  });
  afterAll(() => instance.closeSync());

  it('gives the means of the statistics by the page’s query', async () => {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(queries[0] ?? '')).getRows();
    connection.closeSync();
    expectMeans(rows.map((row) => row.map(Number)));
  });
});

/** DuckDB fetches the extension from the network; a Python package has it without. */
const ATTACHED = `import duckdb, json, shutil, sys
from importlib.resources import files
(extension,) = (files("duckdb_extension_sqlite") / "extensions").glob("*/sqlite.duckdb_extension")
# DuckDB finds an extension's entry by the name of its file.
shutil.copy(extension, "sqlite_scanner.duckdb_extension")
store = duckdb.connect(config={"allow_unsigned_extensions": True})
store.execute("LOAD './sqlite_scanner.duckdb_extension'")
print(json.dumps(store.sql(sys.argv[1]).fetchall()))`;

describe.skipIf(!hasPython('duckdb', 'duckdb_extension_sqlite'))(
  'where DuckDB has its extension sqlite',
  () => {
    it('a workspace that is attached gives the same means', () => {
      const told = python(ATTACHED, [queries.at(-1) ?? ''], workspace.folder);
      expectMeans(JSON.parse(told) as number[][]);
    });
  },
);

const R = spawnSync('Rscript', ['-e', 'library(DBI); library(RSQLite)']);

describe.skipIf(R.status !== 0)('where there is R with RSQLite', () => {
  it('its snippet runs', () => {
    const { status, stderr } = spawnSync('Rscript', ['-e', snippets('r')], {
      cwd: workspace.folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
  });
});

describe('the tables of a workspace', () => {
  const [, section = ''] = PAGE.split('## The tables of a workspace');
  const namesIn = (words: string): string[] => [...words.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  /** That anybody may read. */
  const open = namesIn([...section.matchAll(/^\| (`[^|]*?) *\|/gm)].map(([, names = '']) => names).join(' '));
  const [, others = ''] = /\n\n(`[^]*?) are for screens/.exec(section.slice(section.lastIndexOf('|'))) ?? [];
  const stored = (sql: string, ...parameters: string[]): string[] =>
    workspace.engine.store.database
      .prepare<string[], string>(sql)
      .pluck()
      .all(...parameters);

  it('are all named, and none that there is not', () => {
    const tables = stored(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    expect([...open, ...namesIn(others)].toSorted()).toEqual(tables);
  });

  it('have every column described, those for screens apart', () => {
    const described = new Map(
      COLUMNS.split(/^## /m)
        .slice(1)
        .map((part) => [
          namesIn(part)[0] ?? '',
          [...part.matchAll(/^\| `(\w+)` +\| (?! )[^|]+\|$/gm)].map(([, name = '']) => name),
        ]),
    );
    expect([...described.keys()].toSorted()).toEqual(open.toSorted());
    for (const [table, columns] of described) {
      const there = stored('SELECT name FROM pragma_table_info(?)', table);
      const metrics: readonly string[] = table === 'head_metric' ? METRIC_NAMES : [];
      expect([...columns, ...metrics].toSorted(), table).toEqual(there.toSorted());
    }
  });
});

it('tensors of a run read back as they are kept, named by role, pair, side and hook', async () => {
  const file = new Uint8Array(
    Buffer.concat(await Array.fromAsync(workspace.engine.exports.tensors({ runId: run.id }))),
  );
  const tensors = readSafetensors(file);
  expect(tensors.size).toBe(2 * (GOLDEN_PAIRS.length + 4));
  const pattern = tensors.get(`set.${GOLDEN_PAIRS.length}.counterfactual.blocks.*.attn.hook_pattern`);
  expect(pattern?.shape).toEqual([2, 4, 6, 6]);
  expect([...(pattern?.data.slice(0, 6) ?? [])].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
});

it('of a run that keeps nothing there are no tensors', async () => {
  const { engine } = workspace;
  const bare = await runPairs(engine, { setId: run.set.id, options: { keep: 'none' } });
  await expect(engine.exports.tensors({ runId: bare.id }).next()).rejects.toMatchObject({
    code: 'RUN_STATE',
    message: expect.stringContaining('--keep patterns') as string,
  });
});
