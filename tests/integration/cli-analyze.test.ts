/** `pairlens analyze`, as a person types it. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNamedTensors } from '../../src/core/analyses/tensor-file.ts';
import type { Analysis } from '../../src/shared/analyses.ts';
import { CommandLine, GOLDEN_BERT } from '../cli.ts';

const MODEL = 'attn-only-2l';
const FILES = [
  'induction.csv',
  'heads.csv',
  'loss.csv',
  'loss_control.csv',
  ...['induction', 'beside-1', 'beside-2', 'difference', 'scatter', 'loss', 'trial'].flatMap((name) =>
    ['svg', 'png'].map((format) => `figures/${name}.${format}`),
  ),
  'induction.safetensors',
  'induction.json',
];

interface Report {
  readonly analysis: Analysis;
  readonly findings: readonly string[];
  readonly errors: readonly object[];
  readonly out: string | null;
  readonly written: readonly string[];
}

const cli = new CommandLine();
let report: Report;

beforeAll(async () => {
  const command = ['analyze', 'induction', '--model', MODEL, '--sequences', '20', '--out', 'out', '--json'];
  const { code, stdout, stderr } = await cli.start(command).ended;
  expect(code, stderr).toBe(0);
  report = JSON.parse(stdout) as Report;
});
afterAll(() => cli.remove());

const read = (...names: string[]) => readFileSync(cli.path(...names));

describe('analyze induction', () => {
  it('reports the analysis and what it found, as JSON', () => {
    expect(report).toMatchObject({
      analysis: {
        id: 1,
        kind: 'induction',
        version: 3,
        state: 'done',
        done: 20,
        failed: 0,
        model: { name: MODEL },
        options: { sequences: 20, length: 25, margin: 0.1, seed: 0 },
        provenance: { subjectHash: 'bos_token_id 0', seed: 0 },
      },
      errors: [],
      out: cli.path('out'),
      written: FILES,
    });
    expect(report.findings[0]).toMatch(/^4 of 8 heads are induction heads: L1 H[0-3], [^;]*\.$/);
    expect(report.findings.at(-1)).toContain('n = 20 sequences.');
  });

  it('writes its tables, figures, tensors, and where they come from', () => {
    for (const file of FILES) expect(existsSync(cli.path('out', file)), file).toBe(true);
    const [columns = '', ...heads] = read('out', 'heads.csv').toString().trim().split('\n');
    expect(columns).toMatch(/^layer,head,verdict,score,score_low,score_high,control,/);
    expect(heads.map((row) => row.split(',').slice(0, 3).join(' '))).toEqual([
      ...[0, 1, 2, 3].map((head) => `0 ${head} none`),
      ...[0, 1, 2, 3].map((head) => `1 ${head} induction`),
    ]);
    const tensors = decodeNamedTensors(read('out', 'induction.safetensors'));
    expect(tensors.get('induction.score_by_sequence')).toMatchObject({
      axes: ['sequence', 'layer', 'head'],
      shape: [20, 2, 4],
    });
    expect(heads.map((row) => Number(row.split(',')[3]))).toEqual([
      ...(tensors.get('induction.score')?.data ?? []),
    ]);
    const [names, ...measures] = read('out', 'induction.csv').toString().trim().split('\n');
    expect(names).toBe('layer,head,measure,n,mean,ci_low,ci_high');
    // Seven measures of eight heads, and four losses.
    expect(measures).toHaveLength(7 * 8 + 4);
    expect(read('out', 'loss.csv').toString().trim().split('\n')).toHaveLength(51);
    expect(JSON.parse(read('out', 'induction.json').toString())).toMatchObject({
      format: 'pairlens-analysis',
      complete: true,
      findings: report.findings,
      options: { length: 25 },
      items: { unit: 'sequences', total: 20, done: 20, failed: 0 },
    });
    expect(read('out', 'figures', 'induction.svg').toString()).toContain(
      'Induction 1 · attn-only-2l · n = 20 sequences of 2 × 25 tokens',
    );
  });

  it('says it to a person on standard output, and how it went on standard error', async () => {
    const { code, stdout, stderr } = await cli.run('analyze', 'show', '1', '--out', 'again');
    expect(code).toBe(0);
    expect(stdout).toBe([...report.findings, '', `20 files written to ${cli.path('again')}`, ''].join('\n'));
    // Where the machine is slow, progress of the export is told before.
    expect(stderr.replaceAll(/^Writing files.*\n/gm, '')).toBe(
      'Induction 1: done, 20 of 20 sequences done, 0 failed.\n',
    );
    for (const file of FILES) expect(read('again', file).equals(read('out', file)), file).toBe(true);
  });

  it('has a flag for each option, with its range and default, and is in the list', async () => {
    const { stdout } = await cli.run('analyze', 'induction', '--help');
    expect(stdout).toMatch(
      /--sequences <n> +how many random sequences are drawn, each with a\s+control in which nothing repeats;[^(]+\(default: 100\)/,
    );
    expect(stdout).toMatch(/--margin <n>[^-]+\(default: 0\.1\)/);
    expect((await cli.run('analyze', '--help')).stdout).toMatch(
      /induction .*\n +Which heads|induction .*Which heads/,
    );
    expect((await cli.run('analyze', 'list')).stdout).toMatch(/1 +induction +done +attn-only-2l +20\/20/);
    const listed = await cli.json<Analysis[]>('analyze', 'list');
    expect(listed).toEqual([report.analysis]);
  });
});

describe('a figure of an analysis', () => {
  it.each(['induction.svg', 'difference.png', 'scatter.svg', 'loss.svg', 'trial.png'])(
    '%s is drawn again from itself, to the same bytes',
    async (name) => {
      const ending = name.slice(-4);
      const { code, stderr } = await cli.run(
        ...['export', 'figure', '--spec', join('out', 'figures', name), '--out', `drawn${ending}`],
      );
      expect(code, stderr).toBe(0);
      expect(read(`drawn${ending}`).equals(read('out', 'figures', name))).toBe(true);
    },
  );

  it('is named on the command line, and has its numbers as CSV', async () => {
    const figure = (...more: string[]) =>
      cli.run('export', 'figure', '--analysis', '1', '--out', 'figure.csv', ...more);
    expect((await figure('--kind', 'induction-map', '--quantity', 'previous_token')).code).toBe(0);
    expect(read('figure.csv').toString()).toMatch(/^layer,head,previous_token,.*\n0,0,0\.[67]/);
    expect((await figure('--kind', 'induction-loss')).code).toBe(0);
    expect(read('figure.csv').toString().trim().split('\n')).toHaveLength(51);
    const missing = await cli.run(
      ...['export', 'figure', '--kind', 'induction-map', '--analysis', '9', '--out', 'figure.csv'],
    );
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('no analysis 9');
  });
});

describe('what is wrong is said, with exit code and no files', () => {
  const analyze = (...args: string[]) => cli.run('analyze', ...args);

  it.each([
    ['a kind that is not there', ['game'], /unknown command 'game'/],
    ['no model', ['induction'], /required option '--model/],
    ['too few sequences', ['induction', '--model', MODEL, '--sequences', '1'], /from 10 to 10000, got 1/],
    [
      'no number',
      ['induction', '--model', MODEL, '--length', 'long'],
      /whole number from 5 to 512, got long/,
    ],
    ['a margin past 1', ['induction', '--model', MODEL, '--margin', '1.5'], /from 0 to 1, got 1\.5/],
    ['an option of no kind', ['induction', '--model', MODEL, '--layers', '1'], /unknown option '--layers'/],
    ['no number of an analysis', ['show', 'last'], /whole number of at least 1, got last/],
    [
      'sequences that are too long',
      ['induction', '--model', MODEL, '--length', '200', '--out', 'none'],
      /401 tokens; attn-only-2l takes 256/,
    ],
    ['an encoder', ['induction', '--model', GOLDEN_BERT], /bert has no tokenizer/],
  ])('%s: wrong usage', async (_what, args, message) => {
    const { code, stdout, stderr } = await analyze(...args);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    ['a model that is not there', ['induction', '--model', 'nobody/nothing'], /nobody\/nothing/],
    ['an analysis that is not there', ['show', '99'], /no analysis 99/],
    ['one that is done', ['resume', '1'], /analysis 1 is done: it cannot be started/],
  ])('%s: failed', async (_what, args, message) => {
    const { code, stdout, stderr } = await analyze(...args);
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('a folder with somebody else’s files in it is refused before anything is computed', async () => {
    mkdirSync(cli.path('foreign'));
    writeFileSync(cli.path('foreign', 'heads.csv'), 'mine');
    const { code, stderr } = await analyze('induction', '--model', MODEL, '--out', 'foreign');
    expect(code).toBe(1);
    expect(stderr).toContain('heads.csv is there already and is not of an earlier export');
    expect(readdirSync(cli.path('foreign'))).toEqual(['heads.csv']);
    expect(read('foreign', 'heads.csv').toString()).toBe('mine');
    // Figures are asked about, too.
    mkdirSync(cli.path('pictures', 'figures'), { recursive: true });
    copyFileSync(cli.path('out', 'figures', 'loss.svg'), cli.path('pictures', 'figures', 'loss.svg'));
    expect((await analyze('induction', '--model', MODEL, '--out', 'pictures')).code).toBe(1);
    expect(existsSync(cli.path('pictures', 'heads.csv'))).toBe(false);
    expect(await cli.json<Analysis[]>('analyze', 'list')).toHaveLength(1);
  });

  it('as JSON, too', async () => {
    const { code, stdout } = await analyze('show', '99', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

it('Ctrl-C cancels it with 130, and resuming writes the same files byte for byte', async () => {
  const command = ['analyze', 'induction', '--model', MODEL, '--sequences', '90', '--length', '50'];
  const whole = cli.path('whole.sqlite');
  await cli.json<Report>(...command, '--store', whole, '--out', 'whole');

  const store = cli.path('stopped.sqlite');
  const held = cli.startHeld([...command, '--store', store, '--out', 'stopped'], 2);
  await held.says(/Computing sequences: [1-9]\d*\/90/);
  held.process.kill('SIGINT');
  const { code, stderr } = await held.ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toContain(
    `Stopped; what was done is stored. Go on with: pairlens analyze resume 1 --store ${store}`,
  );
  expect(readdirSync(cli.path('stopped'))).toEqual([]);
  const shown = await cli.json<Report>('analyze', 'show', '1', '--store', store);
  expect(shown).toMatchObject({ analysis: { state: 'cancelled', failed: 0 }, findings: [], written: [] });
  expect(shown.analysis.done).toBeGreaterThan(0);
  expect(shown.analysis.done).toBeLessThan(90);
  // There is nothing to write yet.
  const early = await cli.run('analyze', 'show', '1', '--store', store, '--out', 'early');
  expect(early.code).toBe(1);
  expect(early.stderr).toContain('analysis 1 is stopped: it has no result yet');

  const resumed = await cli.json<Report>('analyze', 'resume', '1', '--store', store, '--out', 'stopped');
  expect(resumed.analysis).toMatchObject({ state: 'done', done: 90 });
  const record = (folder: string) => {
    const { started_at, finished_at, ...rest } = JSON.parse(
      read(folder, 'induction.json').toString(),
    ) as Record<string, unknown>;
    expect([typeof started_at, typeof finished_at]).toEqual(['string', 'string']);
    return rest;
  };
  expect(record('stopped')).toEqual(record('whole'));
  for (const file of FILES.filter((name) => name !== 'induction.json'))
    expect(read('stopped', file).equals(read('whole', file)), file).toBe(true);
});
