/**
 * What can go wrong on the command line: each with a clear error and its exit code, and nothing lost. A workspace with a
 * run in it goes through all of it and is whole at the end.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import type { Run } from '../../src/shared/entities.ts';
import { CommandLine, GOLDEN_BERT, jsonLines, MINILM } from '../cli.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };
import { randomPairs } from './workspace.ts';

const cli = new CommandLine();
const isRoot = process.getuid?.() === 0;

/** A disk of its own, where this process may mount one. */
const disk = cli.path('disk');
mkdirSync(disk);
const mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]).status === 0;

interface Failure {
  readonly error: { readonly code: string; readonly message: string };
}
interface Report {
  readonly run: Run;
  readonly errors: readonly { readonly position: number; readonly code: string; readonly message: string }[];
  readonly written: readonly string[];
}

/** What is in the store at its place, apart from anything that Pairlens says of it. */
function query<Row>(sql: string, store = cli.store): Row[] {
  const database = new SqliteDatabase(store, { readonly: true });
  try {
    return database.prepare<[], Row>(sql).all();
  } finally {
    database.close();
  }
}

const FIRST_RUN = 'SELECT * FROM head_metric WHERE run_id = 1 ORDER BY role, position, layer, head';
let firstRun: unknown[];

beforeAll(async () => {
  writeFileSync(
    cli.path('golden.jsonl'),
    jsonLines(golden.map(({ original_ids, counterfactual_ids }) => ({ original_ids, counterfactual_ids }))),
  );
  const ended = await cli.start(['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT]).ended;
  expect(ended.code, ended.stderr).toBe(0);
  firstRun = query(FIRST_RUN);
  expect(firstRun).toHaveLength(24);
});

afterAll(() => {
  if (mounted) spawnSync('umount', [disk]);
  cli.remove();
});
// Of two afterAll the later one goes first.
afterAll(async () => {
  // After all that went wrong: the workspace opens, and has its first run.
  expect(query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(query(FIRST_RUN)).toEqual(firstRun);
  expect((await cli.json<Run[]>('runs', 'list')).find(({ id }) => id === 1)?.state).toBe('done');
});

/** Runs a command that must fail, in words and in JSON; nothing may pass for what it was to write. */
async function fails(...args: string[]): Promise<{ code: string; message: string; exit: number | null }> {
  const out = cli.path('never');
  const command = args[0] === 'run' ? [...args, '--out', out] : args;
  const { code: exit, stdout, stderr } = await cli.run(...command, '--json');
  expect(stderr).not.toContain('    at ');
  expect(existsSync(join(out, 'run.json'))).toBe(false);
  return { ...(JSON.parse(stdout) as Failure).error, exit };
}

describe('a file of pairs', () => {
  const runs = (file: string) => fails('run', '--pairs', file, '--model', GOLDEN_BERT);

  it.each<[string, string | Buffer | null, string, string]>([
    [
      'none.csv',
      null,
      'FILE_NOT_FOUND',
      'none.csv is neither a file nor a sentence set; the sets are golden, ',
    ],
    [
      'noise.csv',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
      'SET_INVALID',
      'noise.csv, line 1, column 5: not a table: ',
    ],
    [
      'quote.csv',
      'original,counterfactual\n"a,b\n',
      'SET_INVALID',
      'line 2, column 1: a quote that opens here',
    ],
    [
      'columns.csv',
      'a,b\n1,2\n',
      'SET_INVALID',
      'no columns named original and counterfactual (or the like)',
    ],
    [
      'utf8.csv',
      Buffer.concat([
        Buffer.from('original,counterfactual\nGood '),
        Buffer.from([0xff]),
        Buffer.from(',Bad\n'),
      ]),
      'SET_INVALID',
      'utf8.csv, line 2, column 6: invalid UTF-8: byte 0xFF',
    ],
    ['empty.csv', '', 'SET_EMPTY', 'empty.csv has no pairs'],
    ['header.csv', 'original,counterfactual\n', 'SET_EMPTY', 'header.csv has no pairs'],
    [
      'one-sided.csv',
      'original,counterfactual\nIt rains.,It never rains.\nAlone,\n',
      'SET_INVALID',
      'line 3, column 7: one-sided pair: "counterfactual" is empty',
    ],
  ])('%s', async (file, content, code, message) => {
    if (content !== null) writeFileSync(cli.path(file), content);
    const sets = query('SELECT * FROM sentence_set');
    const failure = await runs(file);
    expect(failure).toMatchObject({ code, exit: 1 });
    expect(failure.message).toContain(message);
    expect(existsSync(cli.path('never'))).toBe(false);
    expect(query('SELECT * FROM sentence_set')).toEqual(sets);
  });

  it('a folder', async () => {
    expect(await runs(cli.folder)).toEqual({
      code: 'FILE_UNREADABLE',
      message: `${cli.folder} cannot be read: it is a folder`,
      details: { path: cli.folder },
      exit: 1,
    });
  });

  it('a sentence of 600 words fails alone, and says so', async () => {
    const long = 'word '.repeat(600).trim();
    writeFileSync(
      cli.path('long.jsonl'),
      jsonLines([
        { original: 'She came.', counterfactual: 'She never came.' },
        { original: long, counterfactual: `${long} not` },
      ]),
    );
    const { run, errors, written } = await cli.json<Report>(
      ...['run', '--pairs', 'long.jsonl', '--model', MINILM, '--out', 'long', '--keep', 'none'],
    );
    expect(run).toMatchObject({ state: 'done', done: 1, failed: 1 });
    // 600 words, [CLS] and [SEP].
    expect(errors).toMatchObject([
      {
        position: 1,
        code: 'SENTENCE_TOO_LONG',
        message: 'the original has 602 tokens, the counterfactual 603; the model takes up to 512',
      },
    ]);
    expect(written).toContain('metrics.csv');
    expect(JSON.parse(readFileSync(cli.path('long', 'run.json'), 'utf8'))).toMatchObject({
      pairs: { total: 2, done: 1, failed: 1 },
      failed_pairs: [{ role: 'set', pair: 2, code: 'SENTENCE_TOO_LONG' }],
    });
  });

  it('a set of which not one pair can be measured starts no run', async () => {
    writeFileSync(cli.path('texts.csv'), 'original,counterfactual\nIt rains.,It never rains.\n');
    const { code, stderr } = await cli.run(
      ...['run', '--pairs', 'texts.csv', '--model', GOLDEN_BERT, '--out', 'failed'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      'The model has no tokenizer: not one pair can be measured, so that no run was started. 1 pair is text, and the model has no tokenizer, so that it takes token ids alone: it is in no statistic.',
    );
    expect(readdirSync(cli.path('failed'))).toEqual([]);
    const { stdout } = await cli.run('runs', 'list', '--json');
    expect((JSON.parse(stdout) as { set: { name: string } }[]).map(({ set }) => set.name)).not.toContain(
      'texts',
    );
  });

  it('pairs that the tokenizer cannot tell apart are told before the run, and of it', async () => {
    writeFileSync(
      cli.path('same.csv'),
      'original,counterfactual\nPaul ran,paul ran\nShe ran,She did not run\nภาษา ran,ไทย ran\n',
    );
    const { code, stdout, stderr } = await cli.run(
      ...['run', '--pairs', 'same.csv', '--model', 'bert-novel-tiny'],
    );
    expect(code).toBe(0);
    const said =
      'In 2 of 3 pairs this tokenizer cannot tell the two sides apart (1 differs in case alone, 1 differs in unknown tokens alone)';
    const unwrapped = (text: string) => text.replaceAll(/\s+/g, ' ');
    expect(unwrapped(stderr)).toContain(said);
    expect(unwrapped(stdout)).toContain(said);
    const id = /Run (\d+): done/.exec(stderr)?.[1] ?? '';
    const shown = await cli.run('runs', 'show', id);
    expect(unwrapped(shown.stdout)).toContain(said);
    expect(shown.stdout).toContain('differ in case alone: pairs 1');
    const { quality } = JSON.parse((await cli.run('runs', 'show', id, '--json')).stdout) as {
      quality: { counted: boolean; roles: { noted: { note: string }[] }[] };
    };
    expect(quality).toMatchObject({ counted: true });
    expect(quality.roles[0]?.noted.map(({ note }) => note)).toContain('case');
  });
});

describe('a model folder', () => {
  function modelFolder(name: string, change: (folder: string) => void): string {
    const folder = cli.path(name);
    mkdirSync(folder);
    for (const file of ['config.json', 'model.safetensors'])
      copyFileSync(join(GOLDEN_BERT, file), join(folder, file));
    change(folder);
    return name;
  }
  const weights = (folder: string) => join(folder, 'model.safetensors');
  const golden = readFileSync(join(GOLDEN_BERT, 'model.safetensors'));

  it.each<[string, (folder: string) => void, string, RegExp]>([
    [
      'without-config',
      (folder) => rmSync(join(folder, 'config.json')),
      'MODEL_INVALID',
      /has no config\.json$/,
    ],
    [
      'half-a-config',
      (folder) => writeFileSync(join(folder, 'config.json'), '{"a":'),
      'MODEL_INVALID',
      /not a JSON object/,
    ],
    [
      'of-a-kind-unknown',
      (folder) => writeFileSync(join(folder, 'config.json'), '{"model_type":"fancy"}'),
      'MODEL_UNSUPPORTED',
      /unknown model_type "fancy" \(supported: .*bert/,
    ],
    [
      'without-weights',
      (folder) => rmSync(weights(folder)),
      'MODEL_INVALID',
      /has no model\.safetensors and no pytorch_model\.bin$/,
    ],
    [
      'without-a-tensor',
      (folder) => {
        const tensors = readSafetensors(golden);
        tensors.delete('bert.encoder.layer.1.attention.self.key.weight');
        writeFileSync(weights(folder), writeSafetensors(tensors));
      },
      'TENSOR_MISSING',
      /bert\.encoder\.layer\.1\.attention\.self\.key\.weight/,
    ],
    [
      'truncated',
      (folder) => writeFileSync(weights(folder), golden.subarray(0, golden.length - 100)),
      'CHECKPOINT_INVALID',
      /model\.safetensors: .* but the file has/,
    ],
    [
      'with-a-header-too-long',
      (folder) =>
        writeFileSync(
          weights(folder),
          Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0x7b, 0x7d]),
        ),
      'CHECKPOINT_INVALID',
      /the header claims 72057594037927935 bytes, but the file has 2 after its length/,
    ],
    [
      'with-bytes-too-many',
      (folder) => appendFileSync(weights(folder), 'more'),
      'CHECKPOINT_INVALID',
      /model\.safetensors/,
    ],
  ])('%s', async (name, change, code, message) => {
    const model = modelFolder(name, change);
    const failure = await fails('run', '--pairs', 'golden.jsonl', '--model', model);
    expect(failure).toMatchObject({ code, exit: 1 });
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain(cli.path(name));
  });

  it('stops a probe too, which leaves no file', async () => {
    const model = modelFolder('truncated-again', (folder) =>
      writeFileSync(weights(folder), golden.subarray(0, golden.length - 100)),
    );
    const inputs = join(GOLDEN_BERT, 'inputs.json');
    expect(
      await fails(
        ...['probe', '--model', model, '--inputs', inputs, '--hooks', 'all', '--out', 'never.safetensors'],
      ),
    ).toMatchObject({ code: 'CHECKPOINT_INVALID', exit: 1 });
    expect(existsSync(cli.path('never.safetensors'))).toBe(false);
  });

  it('that is not there', async () => {
    expect(await fails('run', '--pairs', 'golden.jsonl', '--model', 'nowhere')).toMatchObject({
      code: 'MODEL_NOT_FOUND',
      exit: 1,
    });
  });
});

describe('a workspace', () => {
  const RUN = ['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT];

  it('that is no SQLite file, or another program’s, is left alone', async () => {
    writeFileSync(cli.path('text.sqlite'), 'Dear diary, '.repeat(100));
    const other = new SqliteDatabase(cli.path('other.sqlite'));
    other.exec('CREATE TABLE diary (page TEXT)');
    other.close();
    for (const file of ['text.sqlite', 'other.sqlite']) {
      const before = readFileSync(cli.path(file));
      for (const command of [RUN, ['runs', 'list']])
        expect(await fails(...command, '--store', file)).toMatchObject({ code: 'STORE_INVALID', exit: 1 });
      expect(readFileSync(cli.path(file))).toEqual(before);
    }
  });

  it('that a newer Pairlens made', async () => {
    copyFileSync(cli.store, cli.path('newer.sqlite'));
    const database = new SqliteDatabase(cli.path('newer.sqlite'));
    database.pragma('user_version = 99');
    database.close();
    const before = readFileSync(cli.path('newer.sqlite'));
    const failure = await fails(...RUN, '--store', 'newer.sqlite');
    expect(failure).toMatchObject({ code: 'STORE_NEWER', exit: 1 });
    expect(failure.message).toContain('has version 99; this Pairlens knows up to version');
    expect(readFileSync(cli.path('newer.sqlite'))).toEqual(before);
  });

  it('that is read-only can be read, and says so when it is to be written', async () => {
    const home = cli.path('read-only home');
    cpSync(cli.home, home, { recursive: true });
    const folder = join(home, 'workspaces');
    const store = join(folder, 'default.sqlite');
    chmodSync(store, 0o444);
    chmodSync(folder, 0o555);
    const restricted = (...args: string[]) => cli.start(args, { PAIRLENS_HOME: home }, true).ended;

    const { code, stdout } = await restricted(...RUN, '--json');
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Failure).error).toMatchObject({ code: 'STORE_READONLY' });
    const list = await restricted('runs', 'list', '--json');
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(list.stdout)).toContainEqual(expect.objectContaining({ id: 1, state: 'done' }));
    const metrics = await restricted('export', 'metrics', '--run', '1');
    expect(metrics.stdout.split('\n')).toHaveLength(1 + 24 + 1);
    chmodSync(folder, 0o755);
    expect(query(FIRST_RUN, store)).toEqual(firstRun);
  });
});

describe('a disk that is full', () => {
  it.skipIf(!mounted)(
    'stops the run (needs the right to mount a small disk), which goes on when there is room',
    async () => {
      const pairs = randomPairs(600, 5);
      writeFileSync(
        cli.path('many.jsonl'),
        jsonLines(
          pairs.map((pair) => ({ original_ids: pair.original, counterfactual_ids: pair.counterfactual })),
        ),
      );
      const store = join(disk, 'store.sqlite');
      const { code, stdout, stderr } = await cli.start([
        ...['run', '--pairs', 'many.jsonl', '--model', GOLDEN_BERT, '--keep', 'all', '--store', store],
        ...['--out', 'never', '--json'],
      ]).ended;
      expect(code).toBe(1);
      expect(stderr).toContain('no room is left on the disk');
      const { run } = JSON.parse(stdout) as Report;
      expect(run.state).toBe('failed');
      expect(run.done).toBeGreaterThan(0);
      expect(run.done).toBeLessThan(pairs.length);
      expect(existsSync(cli.path('never', 'run.json'))).toBe(false);

      expect(spawnSync('mount', ['-o', 'remount,size=60m', disk]).status).toBe(0);
      // Whole pairs are in the store, and no others.
      expect(query('SELECT * FROM head_metric', store)).toHaveLength(8 * run.done);
      const resumed = await cli.json<Report>('runs', 'resume', '1', '--store', store);
      expect(resumed.run).toMatchObject({ state: 'done', done: pairs.length, failed: 0 });
    },
  );

  it.skipIf(!mounted)(
    'leaves no export that passes for a whole one (needs the right to mount a small disk)',
    async () => {
      const out = join(disk, 'out');
      writeFileSync(join(disk, 'filler'), '');
      expect(spawnSync('mount', ['-o', 'remount,size=60m', disk]).status).toBe(0);
      const whole = await cli.run('export', 'run', '--run', '1', '--out', cli.path('whole'));
      expect(whole.code).toBe(0);
      // All but 200 kB are taken; the figures need more.
      const free = Number(
        spawnSync('df', ['--output=avail', '-B1', disk], { encoding: 'utf8' }).stdout.split('\n')[1],
      );
      writeFileSync(join(disk, 'filler'), Buffer.alloc(free - 200_000));
      const { code, stderr } = await cli.start(['export', 'run', '--run', '1', '--out', out]).ended;
      expect(code).toBe(1);
      expect(stderr).toContain('The disk is full: no room is left on the disk for');
      expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({ complete: false });
      expect(readdirSync(join(out, 'figures')).filter((name) => name.includes('partial'))).toEqual([]);
      rmSync(join(disk, 'filler'));
      expect((await cli.run('export', 'run', '--run', '1', '--out', out)).code).toBe(0);
      expect(readFileSync(join(out, 'run.json'), 'utf8')).toBe(
        readFileSync(cli.path('whole', 'run.json'), 'utf8'),
      );
    },
  );

  it('is not needed to see that files of somebody’s own are in the way', async () => {
    mkdirSync(cli.path('mine'));
    writeFileSync(cli.path('mine', 'metrics.csv'), 'mine');
    const runs = query('SELECT id FROM run');
    const { code, stderr } = await cli.run(
      ...['run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT, '--out', 'mine'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      'metrics.csv is there already and is not of an earlier export: choose another folder',
    );
    expect(readFileSync(cli.path('mine', 'metrics.csv'), 'utf8')).toBe('mine');
    expect(query('SELECT id FROM run')).toEqual(runs);
  });
});

describe('a run that is stopped', () => {
  // Pairs are taken 2048 at a time, which are 74 batches; what is done is said by tenths.
  const PAIRS = randomPairs(2300, 3);
  const store = cli.path('stopped.sqlite');
  const command = [
    'run',
    '--pairs',
    'stop.jsonl',
    '--model',
    GOLDEN_BERT,
    '--keep',
    'none',
    '--store',
    store,
  ];
  /** The command, whose model computes so many batches and waits. */
  const startHeld = (batches: number) => cli.startHeld(command, batches);
  const metricsOf = (run: number) =>
    query<object>(
      `SELECT * FROM head_metric WHERE run_id = ${run} ORDER BY position, layer, head`,
      store,
    ).map((row) => ({ ...row, run_id: null }));

  beforeAll(async () => {
    writeFileSync(
      cli.path('stop.jsonl'),
      jsonLines(
        PAIRS.map((pair) => ({ original_ids: pair.original, counterfactual_ids: pair.counterfactual })),
      ),
    );
    await cli.json<Report>(...command);
  });

  it('by Ctrl-C is cancelled, ends with 130, and goes on to the same numbers; meanwhile nobody else writes', async () => {
    const stopped = startHeld(20);
    await stopped.says(/Running pairs: [1-9]\d*\/2300/);
    const other = await cli.run('run', '--pairs', 'golden.jsonl', '--model', GOLDEN_BERT, '--store', store);
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toMatch(/Another Pairlens has this workspace open: .* \(process \d+\)/);
    const list = await cli.json<Run[]>('runs', 'list', '--store', store);
    expect(list.find(({ id }) => id === 2)?.state).toBe('running');

    stopped.process.kill('SIGINT');
    const { code, stdout, stderr } = await stopped.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`Go on with: pairlens runs resume 2 --store ${store}`);
    const [run] = query<{ state: string }>('SELECT state FROM run WHERE id = 2', store);
    expect(run?.state).toBe('cancelled');
    expect(metricsOf(2).length).toBeLessThan(metricsOf(1).length);
    const { run: resumed } = await cli.json<Report>('runs', 'resume', '2', '--store', store);
    expect(resumed).toMatchObject({ state: 'done', done: PAIRS.length });
    expect(metricsOf(2)).toEqual(metricsOf(1));
  });

  it('by a kill goes on to the same numbers', async () => {
    const killed = startHeld(80);
    await killed.says(/Running pairs: 2[0-2]\d\d\/2300/);
    killed.process.kill('SIGKILL');
    expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    const { run } = await cli.json<Report>('runs', 'resume', '3', '--store', store);
    expect(run).toMatchObject({ state: 'done', done: PAIRS.length });
    expect(metricsOf(3)).toEqual(metricsOf(1));
  });
});
