/** What is written to files equals what is stored. */
import { cellOf, STATISTIC_COLUMNS } from '../../src/core/analyses/statistics/rows.ts';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { exportRun, prepareExportFolder } from '../../src/main/engine/exports/export-run.ts';
import { writeWholeFile } from '../../src/main/engine/files/write-file.ts';
import { hasPython, python } from '../python.ts';
import type { TableFormat } from '../../src/shared/tables.ts';
import { resultFilter, type ResultFilter, type ResultSort, type Run } from '../../src/shared/entities.ts';
import {
  addSet,
  GOLDEN_PAIRS,
  MINILM,
  openWorkspace,
  planRun,
  runPairs,
  type Workspace,
} from './workspaces.ts';

const AWKWARD = [
  { original: 'He said "yes", twice.', counterfactual: 'He did not say "yes", twice.', label: 'a,b' },
  { original: '=1+1 is two', counterfactual: '=1+1 is not two' },
  { original: 'קט הוא טוב', counterfactual: 'קט הוא לא טוב 🙂', label: 'עברית' },
];
const IN_ORDER: ResultSort = { by: 'pair', direction: 'asc' };

let workspace: Workspace;
let controlled: Run;
let awkward: Run;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(0, 2));
  controlled = await runPairs(engine, { setId, controlSetId });
  awkward = await runPairs(engine, { setId: await addSet(engine, 'awkward', AWKWARD), model: MINILM });
});
afterAll(() => workspace.dispose());

async function metricsCsv(run: Run, filter: ResultFilter, sort: ResultSort = IN_ORDER): Promise<string> {
  let text = '';
  const request = { runId: run.id, filter, sort, format: 'csv' } as const;
  for await (const { bytes } of workspace.engine.exports.metricsTable(request))
    text += Buffer.from(bytes).toString();
  return text;
}

async function metricsFile(run: Run, format: TableFormat): Promise<Buffer> {
  const request = { runId: run.id, filter: resultFilter.parse({}), sort: IN_ORDER, format };
  const pieces: Uint8Array[] = [];
  for await (const { bytes } of workspace.engine.exports.metricsTable(request)) pieces.push(bytes);
  return Buffer.concat(pieces);
}

async function aggregates(runId: number, format: TableFormat): Promise<string> {
  const table = await workspace.engine.exports.aggregatesTable({ runId, group: '', format });
  return Buffer.from(table).toString(format === 'parquet' ? 'latin1' : 'utf8');
}

/** Objects as the format has them, by name. */
async function objectsOf(file: Buffer, format: 'jsonl' | 'parquet'): Promise<Record<string, unknown>[]> {
  if (format === 'parquet') return parquetReadObjects({ file: Uint8Array.from(file).buffer });
  return file
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { columns: true });
}

describe('metrics.csv', () => {
  test('has the columns of the contract, then every metric by its name', async () => {
    const csv = await metricsCsv(controlled, resultFilter.parse({}));
    expect(csv.slice(0, csv.indexOf('\n'))).toBe(
      `pair,label,original,counterfactual,layer,head,${METRIC_NAMES.join(',')}`,
    );
  });

  test('reads back to the very numbers that are stored, in the order asked for; undefined is empty', async () => {
    const filter = resultFilter.parse({
      layers: [1],
      thresholds: [{ metric: 'max_attention_diff', comparison: '>', value: 0.1 }],
    });
    const sort: ResultSort = { by: 'attention_js_divergence', direction: 'desc' };
    const stored = workspace.engine.results.page({
      runId: controlled.id,
      filter,
      sort,
      offset: 0,
      limit: 1000,
    });
    const rows = rowsOf(await metricsCsv(controlled, filter, sort));
    expect(rows).toHaveLength(stored.length);
    expect(stored.length).toBeGreaterThan(3);
    rows.forEach((row, index) => {
      const { position, layer, head, metrics } = stored[index] ?? expect.unreachable();
      expect([row['pair'], row['layer'], row['head']]).toEqual([`${position + 1}`, `${layer}`, `${head}`]);
      for (const name of METRIC_NAMES)
        expect(row[name] === '' ? null : Number(row[name])).toBe(metrics[name]);
    });
  });

  test('texts come back as they were put in: quotes, commas, right to left, emoji, a leading =', async () => {
    const rows = rowsOf(await metricsCsv(awkward, resultFilter.parse({ layers: [0], heads: [0] })));
    expect(
      rows.map(({ original, counterfactual, label }) => ({
        original,
        counterfactual,
        ...(label === '' ? {} : { label }),
      })),
    ).toEqual(AWKWARD);
  });

  test('a filter that nothing passes leaves the header', async () => {
    const filter = resultFilter.parse({
      thresholds: [{ metric: 'max_attention_diff', comparison: '>', value: 2 }],
    });
    expect(await metricsCsv(controlled, filter)).toBe(
      `pair,label,original,counterfactual,layer,head,${METRIC_NAMES.join(',')}\n`,
    );
  });
});

test('aggregates.csv has a row for each head and metric, as the store has it, with a control set and without', async () => {
  for (const { id } of [controlled, awkward]) {
    const csv = await aggregates(id, 'csv');
    expect(csv.slice(0, csv.indexOf('\n'))).toBe(['layer', 'head', 'metric', ...STATISTIC_COLUMNS].join(','));
    const stored = await workspace.engine.aggregates.rows({ runId: id, group: '' });
    const rows = rowsOf(csv);
    expect(rows).toHaveLength(stored.length);
    rows.forEach((row, index) => {
      for (const column of STATISTIC_COLUMNS)
        expect(row[column]).toBe(String(cellOf(stored[index]?.[column] ?? null) ?? ''));
    });
  }
});

describe.each(['jsonl', 'parquet'] as const)('as %s', (format) => {
  test('rows are those of the store, to the last bit', async () => {
    for (const run of [controlled, awkward]) {
      const filter = resultFilter.parse({});
      const stored = workspace.engine.results.page({
        runId: run.id,
        filter,
        sort: IN_ORDER,
        offset: 0,
        limit: 1000,
      });
      expect(await objectsOf(await metricsFile(run, format), format)).toEqual(
        stored.map(({ position, label, original, counterfactual, layer, head, metrics }) => ({
          pair: position + 1,
          label,
          original,
          counterfactual,
          layer,
          head,
          ...metrics,
        })),
      );
    }
  });

  test('statistics are those of the store', async () => {
    const stored = await workspace.engine.aggregates.rows({ runId: controlled.id, group: '' });
    const file = Buffer.from(
      await aggregates(controlled.id, format),
      format === 'parquet' ? 'latin1' : 'utf8',
    );
    expect(await objectsOf(file, format)).toEqual(stored);
  });
});

/** What pandas and pyarrow read of a Parquet file: types of columns, and rows as JSON. */
const READ_BY_PANDAS = `
import json, sys
import pandas, pyarrow.parquet
path = sys.argv[1]
rows = pandas.read_parquet(path)
schema = pyarrow.parquet.read_schema(path)
types = {name: str(schema.field(name).type) for name in schema.names}
plain = [{k: None if v is pandas.NA or v != v else v for k, v in row.items()} for row in rows.to_dict('records')]
print(json.dumps({'types': types, 'rows': plain}))
`;

describe.skipIf(!hasPython('pandas', 'pyarrow'))('where Python has pandas and pyarrow', () => {
  test('they read from Parquet what JSON Lines say', async () => {
    for (const [name, parquet, lines] of [
      ['metrics', await metricsFile(awkward, 'parquet'), await metricsFile(awkward, 'jsonl')],
      [
        'aggregates',
        Buffer.from(await aggregates(controlled.id, 'parquet'), 'latin1'),
        Buffer.from(await aggregates(controlled.id, 'jsonl')),
      ],
    ] as const) {
      const path = join(workspace.folder, `${name}.parquet`);
      await writeFile(path, parquet);
      const { types, rows } = JSON.parse(python(READ_BY_PANDAS, [path])) as {
        types: Record<string, string>;
        rows: unknown;
      };
      expect(types).toMatchObject({ layer: 'int32', head: 'int32' });
      expect(types[name === 'metrics' ? 'original' : 'outcome']).toBe('string');
      expect(types[name === 'metrics' ? 'value_cosine' : 'mean']).toBe('double');
      expect(rows).toEqual(await objectsOf(lines, 'jsonl'));
    }
  });
});

test('a Parquet file says where its rows come from', async () => {
  const { key_value_metadata: said, created_by: program } = parquetMetadata(
    Uint8Array.from(await metricsFile(controlled, 'parquet')).buffer,
  );
  const { pairlensVersion, weightsHash, setHash } = controlled.provenance;
  expect(program).toBe(`pairlens version ${pairlensVersion}`);
  expect(said?.map(({ key }) => key)).toEqual(['pairlens']);
  expect(JSON.parse(said?.[0]?.value ?? '')).toMatchObject({
    table: 'metrics',
    model: { weights_sha256: weightsHash },
    set: { sha256: setHash },
  });
});

describe('a whole run', () => {
  test('is a folder of tables, figures and their provenance', async () => {
    const folder = join(workspace.folder, 'new', 'export');
    const written = await exportRun(workspace.engine, controlled.id, folder);
    const found = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(found.toSorted()).toEqual(written.map((path) => join(folder, path)).toSorted());
    expect(written).toEqual(
      expect.arrayContaining([
        'metrics.csv',
        'metrics-control.csv',
        'aggregates.csv',
        'figures/attention_js_divergence-difference.svg',
        'figures/attention_js_divergence-difference.png',
        'run.json',
      ]),
    );
    const record: unknown = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      format: 'pairlens-run',
      pairlens: controlled.provenance.pairlensVersion,
      onnxruntime: controlled.provenance.ortVersion,
      model: { weights_sha256: controlled.provenance.weightsHash, layers: 2, heads: 4 },
      set: { name: 'golden', sha256: controlled.provenance.setHash },
      control_set: { name: 'control', sha256: controlled.provenance.controlSetHash },
      options: { alignment: 'auto', seed: 0 },
      pairs: { total: controlled.total, failed: 0 },
    });
    expect(await readFile(join(folder, 'metrics.csv'), 'utf8')).toBe(
      await metricsCsv(controlled, resultFilter.parse({})),
    );
  });

  test('takes the place of an earlier export, whose other files go', async () => {
    const folder = join(workspace.folder, 'again');
    await exportRun(workspace.engine, controlled.id, folder);
    const note = join(folder, 'figures', 'notes.txt');
    await writeFile(note, 'mine');
    const written = await exportRun(workspace.engine, awkward.id, folder);
    const figures = await readdir(join(folder, 'figures'));
    expect(figures.toSorted()).toEqual(
      [
        ...written.filter((path) => path.startsWith('figures/')).map((path) => path.slice(8)),
        'notes.txt',
      ].toSorted(),
    );
    expect(await readdir(folder)).not.toContain('metrics-control.csv');
  });

  test('never overwrites a file that is not of an export', async () => {
    const folder = join(workspace.folder, 'foreign');
    await mkdir(folder);
    await writeFile(join(folder, 'metrics.csv'), 'mine');
    await expect(exportRun(workspace.engine, controlled.id, folder)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      details: { path: join(folder, 'metrics.csv') },
    });
    expect(await readFile(join(folder, 'metrics.csv'), 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['metrics.csv']);
  });

  test('does not believe a record that names files elsewhere', async () => {
    const folder = join(workspace.folder, 'lying');
    const outside = join(workspace.folder, 'precious.csv');
    await mkdir(folder);
    await writeFile(outside, 'mine');
    await writeFile(
      join(folder, 'run.json'),
      JSON.stringify({ format: 'pairlens-run', files: ['../precious.csv', outside] }),
    );
    await exportRun(workspace.engine, controlled.id, folder);
    expect(await readFile(outside, 'utf8')).toBe('mine');
  });

  test('a folder that cannot be made is named', async () => {
    const file = join(workspace.folder, 'a-file');
    await writeFile(file, '');
    await expect(exportRun(workspace.engine, controlled.id, join(file, 'below'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });

  test.runIf(process.platform === 'linux').each(['/proc/foo', '/proc/foo/bar'])(
    '%s, where no folder can be made, is said at once',
    async (folder) => {
      const refused = { code: 'FILE_UNWRITABLE', message: expect.stringContaining(folder) as string };
      await expect(prepareExportFolder(folder)).rejects.toMatchObject(refused);
      await expect(writeWholeFile(join(folder, 'a.csv'), '')).rejects.toMatchObject(refused);
    },
  );

  test('folders above it are made', async () => {
    const folder = join(workspace.folder, 'one', 'two', 'three');
    await prepareExportFolder(folder);
    await prepareExportFolder(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a run without any result has tables without rows', async () => {
    const planned = await planRun(workspace.engine, { setId: controlled.set.id });
    const folder = join(workspace.folder, 'planned');
    await exportRun(workspace.engine, planned.id, folder);
    expect(rowsOf(await readFile(join(folder, 'metrics.csv'), 'utf8'))).toEqual([]);
  });
});
