/** What `pairlens run` writes, and what the commands that look at it print, write and end with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import SqliteDatabase from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { deviation, mean, median, quantileSorted } from 'd3-array';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATISTIC_COLUMNS } from '../../src/core/analyses/statistics/rows.ts';
import { METRIC_NAMES, METRICS } from '../../src/core/metrics/catalogue.ts';
import { CommandLine, type Ended, GOLDEN_BERT, jsonLines, MINILM } from '../cli.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };
import { PAIRS } from './golden-pairs.ts';

type Row = Readonly<Record<string, string>>;

/** The last token is another one, and in one pair there is a token more. */
const CONTROL = [
  ...golden.map(({ original_ids }) => ({
    original_ids,
    counterfactual_ids: [...original_ids.slice(0, -1), 50],
  })),
  { original_ids: [14, 27, 30, 31, 36], counterfactual_ids: [14, 27, 99, 30, 31, 36] },
];

const METRICS_HEADER = ['pair', 'label', 'original', 'counterfactual', 'layer', 'head', ...METRIC_NAMES];

let cli: CommandLine;
let controlled: Ended;

beforeAll(async () => {
  cli = new CommandLine();
  writeFileSync(cli.path('golden.jsonl'), jsonLines(PAIRS));
  writeFileSync(cli.path('control.jsonl'), jsonLines(CONTROL));
  controlled = await cli.start([
    ...['run', '--pairs', 'golden.jsonl', '--control', 'control.jsonl', '--model', GOLDEN_BERT],
    ...['--out', 'out', '--keep', 'all', '--json'],
  ]).ended;
});
afterAll(() => cli.remove());

function table(text: string): { header: string[]; rows: Row[] } {
  const [header = []] = parse(text, { to: 1 });
  return { header, rows: parse(text, { columns: true }) as unknown as Row[] };
}

function csv(...names: string[]): { header: string[]; rows: Row[] } {
  return table(readFileSync(cli.path(...names), 'utf8'));
}

function query<Result>(sql: string, store = cli.store): Result[] {
  const database = new SqliteDatabase(store, { readonly: true });
  try {
    return database.prepare<[], Result>(sql).all();
  } finally {
    database.close();
  }
}

describe('run', () => {
  it('ends with 0 and one JSON document, with progress beside it', () => {
    expect(controlled).toMatchObject({ code: 0 });
    expect(JSON.parse(controlled.stdout)).toMatchObject({
      run: { state: 'done', total: 7, done: 7, failed: 0, error: null },
      errors: [],
      out: cli.path('out'),
    });
    expect(controlled.stderr).toContain('Done: 7/7 pairs');
    expect(controlled.stderr).not.toMatch(/warn|deprecat/i);
  });

  it('writes metrics.csv, whose first four metrics are those of PyTorch', () => {
    const { header, rows } = csv('out', 'metrics.csv');
    expect(header).toEqual(METRICS_HEADER);
    expect(rows).toHaveLength(golden.length * 2 * 4);
    let largest = 0;
    for (const [index, pair] of golden.entries())
      for (const { layer, head, ...expected } of pair.heads) {
        const row = rows.find(
          (candidate) =>
            candidate['pair'] === `${index + 1}` &&
            candidate['layer'] === `${layer}` &&
            candidate['head'] === `${head}`,
        );
        expect(row).toMatchObject({
          label: index % 2 === 0 ? 'even' : 'odd',
          original: pair.original_ids.join(' '),
          counterfactual: pair.counterfactual_ids.join(' '),
        });
        for (const [metric, value] of Object.entries(expected))
          largest = Math.max(largest, Math.abs(Number(row?.[metric]) - value));
      }
    console.log(`largest difference from PyTorch: ${largest.toExponential(1)}`);
    expect(largest).toBeLessThan(1e-5);
  });

  it('writes numbers as they are stored, to the last bit', () => {
    const stored = query<Record<string, number | null>>(
      `SELECT ${METRIC_NAMES.join(', ')} FROM head_metric WHERE run_id = 1 AND role = 'set'
       ORDER BY position, layer, head`,
    );
    const written = csv('out', 'metrics.csv').rows.map((row) =>
      Object.fromEntries(METRIC_NAMES.map((name) => [name, row[name] === '' ? null : Number(row[name])])),
    );
    expect(written).toEqual(stored);
  });

  it('writes aggregates.csv, which follows from the metrics', () => {
    const { header, rows } = csv('out', 'aggregates.csv');
    expect(header).toEqual(['layer', 'head', 'metric', ...STATISTIC_COLUMNS]);
    expect(rows).toHaveLength(2 * 4 * METRIC_NAMES.length);
    const values = (file: string, { layer, head, metric = '' }: Row) =>
      csv('out', file)
        .rows.filter((row) => row['layer'] === layer && row['head'] === head && row[metric] !== '')
        .map((row) => Number(row[metric]));
    for (const row of rows.filter(({ layer }) => layer === '1')) {
      const set = values('metrics.csv', row).sort((a, b) => a - b);
      const control = values('metrics-control.csv', row);
      const recomputed = {
        n: set.length,
        mean: mean(set),
        sd: deviation(set),
        median: median(set),
        q25: quantileSorted(set, 0.25),
        q75: quantileSorted(set, 0.75),
        min: set[0],
        max: set.at(-1),
        control_mean: mean(control),
        difference: (mean(set) ?? NaN) - (mean(control) ?? NaN),
      };
      for (const [name, value] of Object.entries(recomputed))
        expect(Number(row[name]), `${name} of ${row['metric']}`).toBeCloseTo(value ?? NaN, 10);
      expect(Number(row['ci_low'])).toBeLessThanOrEqual(Number(row['mean']) + 1e-12);
      expect(Number(row['ci_high'])).toBeGreaterThanOrEqual(Number(row['mean']) - 1e-12);
      // 3 pairs against 4: 35 arrangements, so the test is exact.
      expect(Number(row['p']) * 35).toBeCloseTo(Math.round(Number(row['p']) * 35), 8);
      expect(Number(row['q'])).toBeGreaterThanOrEqual(Number(row['p']) - 1e-12);
    }
  });

  it('writes figures and a record that lists what is there', async () => {
    const figures = await readdir(cli.path('out', 'figures'));
    const drawn = METRIC_NAMES.filter((name) => METRICS[name].form !== 'excluded');
    for (const name of drawn)
      expect(figures).toEqual(expect.arrayContaining([`${name}-difference.svg`, `${name}-difference.png`]));
    const record = JSON.parse(await readFile(cli.path('out', 'run.json'), 'utf8')) as { files: string[] };
    expect(record).toMatchObject({
      format: 'pairlens-run',
      complete: true,
      state: 'done',
      pairs: { total: 7, done: 7, failed: 0 },
      comparison: { kind: 'unadjusted', pairs: { measured: 3, compared: 3 } },
      findings: { metric: 'attention_js_divergence', headline: expect.any(String) as string },
      options: { alignment: 'auto', keep: 'all', seed: 0 },
      model: {
        name: 'bert',
        layers: 2,
        heads: 4,
        weights_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    });
    expect([...record.files].sort()).toEqual(
      [
        'metrics.csv',
        'metrics-control.csv',
        'aggregates.csv',
        ...figures.map((name) => `figures/${name}`),
      ].sort(),
    );
  });

  it('without a control set leaves the comparison out, and prints a table', async () => {
    const store = 'plain.sqlite';
    const { code, stdout, stderr } = await cli.run(
      ...['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT, '--store', store],
      ...['--out', 'plain', '--keep', 'patterns'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('compared with nothing');
    expect(stdout).toMatch(/^L\d H\d {2,}\d\.\d{3}/m);
    expect(stderr).toContain('Run 1: done, 3 of 3 pairs done, 0 failed.');
    for (const row of csv('plain', 'aggregates.csv').rows)
      expect(row).toMatchObject({ comparison: 'none', difference: '', q: '', outcome: 'no test' });
    expect(await readdir(cli.path('plain'))).not.toContain('metrics-control.csv');
    // The metrics do not depend on what they are compared with.
    expect(csv('plain', 'metrics.csv')).toEqual(csv('out', 'metrics.csv'));
    const hooks = query<{ hook: string }>('SELECT DISTINCT hook FROM tensor ORDER BY hook', cli.path(store));
    expect(hooks).toEqual([{ hook: 'blocks.*.attn.hook_pattern' }]);
  });

  it('keeps what it is told to keep', async () => {
    const kept = query<{ hook: string; tensors: number }>(
      'SELECT hook, count(*) AS tensors FROM tensor WHERE run_id = 1 GROUP BY hook ORDER BY hook',
    );
    // 7 pairs, both sides, all layers in one tensor.
    expect(kept).toEqual([
      { hook: 'blocks.*.attn.hook_pattern', tensors: 14 },
      { hook: 'blocks.*.attn.hook_z', tensors: 14 },
    ]);
    const { run } = await cli.json<{ run: { id: number } }>(
      ...['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT, '--keep', 'none'],
    );
    expect(query(`SELECT hook FROM tensor WHERE run_id = ${run.id}`)).toEqual([]);
    expect(query(`SELECT * FROM head_metric WHERE run_id = ${run.id}`)).toHaveLength(24);
  });

  it('aligns as it is told', async () => {
    const alignments = async (method: string) => {
      const { run, errors } = await cli.json<{
        run: { id: number };
        errors: { position: number; message: string }[];
      }>(
        ...[
          'run',
          '--pairs',
          'control.jsonl',
          '--model',
          GOLDEN_BERT,
          '--keep',
          'none',
          '--alignment',
          method,
        ],
      );
      const used = query<{ used: string | null }>(
        `SELECT alignment_used AS used FROM run_item WHERE run_id = ${run.id} ORDER BY position`,
      );
      return { used: used.map((item) => item.used), errors };
    };
    expect(await alignments('auto')).toMatchObject({
      used: ['position', 'position', 'position', 'edit'],
      errors: [],
    });
    expect((await alignments('edit')).used).toEqual(['edit', 'edit', 'edit', 'edit']);
    const byPosition = await alignments('position');
    expect(byPosition.used).toEqual(['position', 'position', 'position', null]);
    expect(byPosition.errors).toMatchObject([{ position: 3 }]);
    expect(byPosition.errors[0]?.message).toContain(
      'the original has 5, the counterfactual 6; use alignment edit or auto',
    );
  });

  it('gives the same statistics for the same seed, and other intervals for another', async () => {
    const aggregates = async (seed: string) => {
      const { run } = await cli.json<{ run: { id: number } }>(
        ...['run', '--pairs', 'golden.jsonl', '--control', 'control.jsonl', '--model', GOLDEN_BERT],
        ...['--keep', 'none', '--seed', seed],
      );
      return (await cli.run('export', 'aggregates', '--run', `${run.id}`)).stdout;
    };
    const [first, same, other] = [await aggregates('7'), await aggregates('7'), await aggregates('8')];
    expect(same).toBe(first);
    const means = (text: string) => table(text).rows.map((row) => row['mean']);
    expect(means(other)).toEqual(means(first));
    expect(other).not.toBe(first);
  });
});

describe('lists', () => {
  it('models, sets and runs', async () => {
    const models = await cli.json<{ name: string; origin: string }[]>('models', 'list');
    expect(models.filter(({ origin }) => origin === 'bundled').map(({ name }) => name)).toEqual([
      MINILM,
      'attn-only-0l',
      'attn-only-1l',
      'attn-only-2l',
      'bert-novel-tiny',
      'char-en',
      'char-he',
    ]);
    expect(models[0]).toMatchObject({ layers: 6, heads: 12, dModel: 384 });
    expect(models.filter(({ origin }) => origin === 'run')).toMatchObject([
      { title: 'bert', layers: 2, heads: 4, dModel: 32 },
    ]);
    const { bundled } = await cli.json<{ bundled: { name: string; pairCount: number }[] }>('sets', 'list');
    expect(bundled.map(({ name }) => name)).toEqual([
      'negation',
      'negation-control',
      'role-swap',
      'minimal-pairs',
      'negation-hebrew',
      'ioi',
    ]);
    expect(await cli.json<unknown[]>('runs', 'list')).toContainEqual(
      expect.objectContaining({ id: 1, state: 'done', done: 7 }) as unknown,
    );
    const shown = await cli.run('runs', 'show', '1');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^state {6}done$/m);
    const resumed = await cli.run('runs', 'resume', '1');
    expect(resumed).toMatchObject({ code: 1, stdout: '' });
    expect(resumed.stderr).toContain('run 1 is done');
  });

  it('a set is imported with its columns mapped, and duplicates and blank rows are told', async () => {
    writeFileSync(
      cli.path('mapped.csv'),
      'before,after,kind\nIt rains.,It never rains.,never\n,,\nIt rains.,It never rains.,never\nHe came.,He didn’t come.,n’t\n',
    );
    const { code, stdout, stderr } = await cli.run(
      ...['sets', 'import', 'mapped.csv', '--original', 'before', '--counterfactual', 'after'],
      ...['--label', 'kind', '--name', 'rain'],
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout:
        'rain: 2 pairs imported into project Default.\nColumns: original = before, counterfactual = after, label = kind.\n',
      stderr: 'Left out 1 duplicate: line 4.\nLeft out 1 blank row: line 3.\n',
    });
    const { sets } = await cli.json<{ sets: object[] }>('sets', 'list');
    expect(sets).toContainEqual(
      expect.objectContaining({
        name: 'rain',
        pairCount: 2,
        labels: [
          { label: 'n’t', pairs: 1 },
          { label: 'never', pairs: 1 },
        ],
      }) as unknown,
    );
  });

  it('a set with neutrals is imported, says which are left out, and is exported again', async () => {
    writeFileSync(
      cli.path('frames.csv'),
      'a,b,other,frame\nIt rains.,It never rains.,It often rains.,weather\nHe came.,He left.,He came.,\nI go.,I stay.,I stay.,\n',
    );
    const { code, stdout, stderr } = await cli.run(
      ...['sets', 'import', 'frames.csv', '--original', 'a', '--counterfactual', 'b'],
      ...['--neutral', 'other', '--cluster', 'frame'],
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout:
        'frames: 3 pairs imported into project Default.\nColumns: original = a, counterfactual = b, neutral = other, cluster = frame.\n',
      stderr:
        'Left out 1 neutral that is the original: line 3. The pair is kept.\nLeft out 1 neutral that is the counterfactual: line 4. The pair is kept.\n',
    });
    expect(await cli.run('sets', 'export', 'frames', '--out', 'again.csv')).toMatchObject({ code: 0 });
    expect(readFileSync(cli.path('again.csv'), 'utf8')).toBe(
      'original,counterfactual,neutral,cluster\nIt rains.,It never rains.,It often rains.,weather\nHe came.,He left.,,\nI go.,I stay.,,\n',
    );
    expect((await cli.run('sets', 'export', 'nothing', '--out', 'again.csv')).stderr).toContain(
      'no sentence set “nothing” in the workspace; there are',
    );
    expect((await cli.run('sets', 'export', 'frames', '--out', 'again.txt')).stderr).toContain(
      '.csv or .jsonl',
    );
  });

  it('a workspace that a person names must be there', async () => {
    const { code, stderr } = await cli.run('runs', 'list', '--store', 'typo.sqlite');
    expect(code).toBe(1);
    expect(stderr).toContain(`no workspace at ${cli.path('typo.sqlite')}`);
    expect(await readdir(cli.folder)).not.toContain('typo.sqlite');
  });
});

describe('export', () => {
  it('metrics: beyond what 95 % of the control do at each head', async () => {
    // With fewer than five control pairs nothing says what is usual.
    const five = [
      ...CONTROL,
      { original_ids: [14, 27, 30, 31, 36], counterfactual_ids: [14, 27, 30, 98, 31, 36] },
    ];
    writeFileSync(cli.path('five.jsonl'), jsonLines(five));
    const store = cli.path('five.sqlite');
    const ran = await cli.run(
      ...['run', '--pairs', 'golden.jsonl', '--control', 'five.jsonl', '--model', GOLDEN_BERT],
      ...['--store', store],
    );
    expect(ran.code).toBe(0);
    const where = ['--where', 'max_attention_diff>control', '--layer', '1'];
    const few = await cli.run(...['export', 'metrics', '--run', '1', ...where]);
    expect(few).toMatchObject({ code: 2, stdout: '' });
    const { code, stdout } = await cli.run(
      ...['export', 'metrics', '--run', '1', ...where, '--store', store],
    );
    expect(code).toBe(0);
    const values = (role: string, head: number) =>
      query<{ position: number; value: number }>(
        `SELECT position, max_attention_diff AS value FROM head_metric
         WHERE run_id = 1 AND role = '${role}' AND layer = 1 AND head = ${head} ORDER BY value`,
        store,
      );
    const heads = [
      ...new Set(query<{ head: number }>('SELECT head FROM head_metric', store).map(({ head }) => head)),
    ];
    const expected = heads.flatMap((head) => {
      const control = values('control', head).map(({ value }) => value);
      const at = 0.95 * (control.length - 1);
      const low = control[Math.floor(at)] ?? Number.NaN;
      const limit = low + ((control[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
      return values('set', head)
        .filter(({ value }) => value > limit)
        .map(({ position }) => `${position + 1} ${head}`);
    });
    expect(expected.length).toBeGreaterThan(0);
    const { rows } = table(stdout);
    expect(rows.map((row) => `${row['pair']} ${row['head']}`).toSorted()).toEqual(expected.toSorted());
  });

  it('metrics: what the same SQL query gives', async () => {
    const { code, stdout, stderr } = await cli.run(
      ...[
        'export',
        'metrics',
        '--run',
        '1',
        '--where',
        'max_attention_diff>0.5',
        '--where',
        'value_cosine<=0.95',
      ],
      ...['--layer', '1', '--sort', 'attention_js_divergence:desc'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const expected = query<{ position: number; head: number }>(
      `SELECT position, head FROM head_metric WHERE run_id = 1 AND role = 'set' AND layer = 1
         AND max_attention_diff > 0.5 AND value_cosine <= 0.95 ORDER BY attention_js_divergence DESC`,
    );
    expect(expected.length).toBeGreaterThan(1);
    expect(expected.length).toBeLessThan(12);
    const { header, rows } = table(stdout);
    expect(header).toEqual(METRICS_HEADER);
    expect(rows.map((row) => ({ position: Number(row['pair']) - 1, head: Number(row['head']) }))).toEqual(
      expected,
    );
  });

  it('metrics: of the pairs in which words, or an expression, are found', async () => {
    const pairsWith = async (...search: string[]) => {
      const { code, stdout } = await cli.run('export', 'metrics', '--run', '1', '--layer', '1', ...search);
      expect(code).toBe(0);
      return table(stdout).rows.map(({ pair, original, counterfactual }) => ({
        pair,
        original,
        counterfactual,
      }));
    };
    const all = await pairsWith();
    const withWord = (word: RegExp) =>
      all.filter((row) => [row.original, row.counterfactual].some((text) => word.test(text ?? '')));
    expect(withWord(/\b9\b/).length).toBeGreaterThan(0);
    expect(await pairsWith('--search', '9')).toEqual(withWord(/9/));
    expect(await pairsWith('--search', '\\b9\\b', '--regex')).toEqual(withWord(/\b9\b/));
    const bare = await cli.run('export', 'metrics', '--run', '1', '--regex');
    expect(bare).toMatchObject({ code: 1, stdout: '' });
    expect(bare.stderr).toContain('--regex says how --search is read');
    expect(await pairsWith('--search', '\\b9\\b')).toEqual([]);
  });

  it('metrics and aggregates: as `run --out` wrote them', async () => {
    const metrics = await cli.run(
      'export',
      'metrics',
      '--run',
      '1',
      '--role',
      'control',
      '--out',
      'again.csv',
    );
    expect(metrics).toMatchObject({ code: 0, stdout: '', stderr: `Written to ${cli.path('again.csv')}\n` });
    expect(csv('again.csv')).toEqual(csv('out', 'metrics-control.csv'));
    const aggregates = await cli.run('export', 'aggregates', '--run', '1');
    expect(aggregates.stdout).toBe(await readFile(cli.path('out', 'aggregates.csv'), 'utf8'));
    const group = table((await cli.run('export', 'aggregates', '--run', '1', '--group', 'even')).stdout);
    expect(new Set(group.rows.map((row) => row['n']))).toEqual(new Set(['2']));
  });

  it('tables in other formats, by the file’s ending or as is asked for', async () => {
    expect(await cli.run('export', 'metrics', '--run', '1', '--out', 'rows.parquet')).toMatchObject({
      code: 0,
    });
    const rows = await parquetReadObjects({
      file: Uint8Array.from(await readFile(cli.path('rows.parquet'))).buffer,
    });
    expect(rows).toHaveLength(csv('out', 'metrics.csv').rows.length);
    const lines = await cli.run('export', 'aggregates', '--run', '1', '--format', 'jsonl');
    expect(JSON.parse(lines.stdout.slice(0, lines.stdout.indexOf('\n')))).toMatchObject({
      layer: 0,
      head: 0,
      q_at_most: false,
    });
  });

  it('a whole run, while another process has the workspace open', async () => {
    const holder = new SqliteDatabase(`${cli.store}.lock`);
    holder.exec('BEGIN IMMEDIATE');
    try {
      const exported = cli.start(['export', 'run', '--run', '1', '--out', 'whole']);
      expect(await exported.ended).toMatchObject({ code: 0 });
    } finally {
      holder.close();
    }
    for (const file of ['metrics.csv', 'aggregates.csv', 'run.json'])
      expect(await readFile(cli.path('whole', file), 'utf8')).toBe(
        await readFile(cli.path('out', file), 'utf8'),
      );
  });

  it.each([
    ['head-grid', ['--metric', 'value_cosine', '--statistic', 'difference']],
    [
      'pair-map',
      ['--pair', '4', '--role', 'control', '--layer', '1', '--head', '2', '--map', 'pattern_difference'],
    ],
    ['pair-map', ['--pair', '2', '--layer', '1', '--head', '2', '--map', 'weight_norm_original']],
    ['pair-heads', ['--pair', '2', '--metric', 'max_attention_diff']],
    ['distribution', ['--layer', '0', '--head', '3', '--theme', 'dark']],
  ])('figure: %s as SVG and PNG', async (kind, args) => {
    for (const format of ['svg', 'png']) {
      const out = cli.path(`${kind}.${format}`);
      const { code, stderr } = await cli.run(
        'export',
        'figure',
        '--run',
        '1',
        '--kind',
        kind,
        ...args,
        '--out',
        out,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: `Written to ${out}\n` });
      const bytes = readFileSync(out);
      if (format === 'svg')
        expect(bytes.toString('utf8')).toMatch(/^(<\?xml[^>]*>\s*)?<svg[\s\S]*<\/svg>\s*$/);
      else expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
    }
    // What a file carries draws it again, byte for byte.
    const again = cli.path('again.svg');
    expect(await cli.run('export', 'figure', '--spec', `${kind}.png`, '--out', again)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(again).equals(readFileSync(cli.path(`${kind}.svg`)))).toBe(true);
  });

  it('figure: drawn again from its file, changed by flags, and as its numbers', async () => {
    const change = [
      '--spec',
      'head-grid.svg',
      '--statistic',
      'mean',
      '--group',
      'even',
      '--comparison',
      'unadjusted',
    ];
    expect(await cli.run('export', 'figure', ...change, '--out', 'changed.csv')).toMatchObject({ code: 0 });
    const aggregates = table((await cli.run('export', 'aggregates', '--run', '1', '--group', 'even')).stdout);
    const drawn = table(readFileSync(cli.path('changed.csv'), 'utf8'));
    expect(drawn.header).toEqual(aggregates.header);
    expect(drawn.rows).toEqual(aggregates.rows.filter((row) => row['metric'] === 'value_cosine'));
    expect(drawn.rows).toHaveLength(8);
  });

  it('figure: a flag that means nothing to its kind is said to', async () => {
    const { code, stderr } = await cli.run(
      ...['export', 'figure', '--run', '1', '--layer', '1', '--out', 'grid.csv'],
    );
    expect(code).toBe(0);
    expect(stderr).toContain('--layer means nothing to a figure of kind head-grid');
  });

  it.each([
    ['<svg/>', 'carries no specification of a figure', 2],
    ['{"kind": "pie"}', 'no figure is of kind pie; there are ', 2],
    ['{"kind": "head-grid", "runId": 1, "statistic": "mode"}', 'statistic: Invalid option', 2],
    ['{"kind": "head-grid", "runId": 99}', 'is not of this workspace: no run 99', 1],
    [
      '{"model": {"weights_sha256": "0"}, "figure": {"kind": "head-grid", "runId": 1}}',
      'is not of this workspace: what this workspace has under the numbers of the figure was computed with other weights',
      1,
    ],
    [null, 'missing.svg does not exist', 1],
  ])('figure: a specification that cannot be drawn, as %s', async (content, message, exit) => {
    const file = content === null ? 'missing.svg' : 'described';
    if (content !== null) writeFileSync(cli.path(file), content);
    const { code, stderr } = await cli.run('export', 'figure', '--spec', file, '--out', 'never.svg');
    expect(stderr).toContain(message);
    expect(stderr).toContain(file);
    expect(code).toBe(exit);
  });

  it('figure: a pair that is not there', async () => {
    const { code, stderr } = await cli.run(
      ...['export', 'figure', '--run', '1', '--kind', 'pair-heads', '--pair', '4', '--out', 'never.svg'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('run 1 has no pair 4 in its set');
  });

  it('ends without a word when nobody reads any more', async () => {
    const command = cli.start(['export', 'metrics', '--run', '1']);
    await command.says('pair,label');
    command.process.stdout?.destroy();
    expect(await command.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
