/** Parts that are not those of one whole analysis are refused in words, with nothing stored; and what shards do to each other. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ANALYSIS_PARTS,
  type AnalysisPartRecord,
} from '../../src/main/engine/analysis-shards/analysis-record.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { SessionLanes } from '../../src/main/engine/inference/session-lanes.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { PairlensError } from '../../src/shared/errors.ts';
import { planHash } from '../../src/main/engine/shards/part-format.ts';
import { parquetTable } from '../../src/main/engine/tables/parquet-table.ts';
import {
  analysisRecord,
  type Sharded,
  ShardedAnalyses,
  type ShardOfAnalysis,
  SHARDS,
} from './sharded-analyses.ts';
import { ShardedRun } from './sharded-run.ts';
import { countRows, expectRefused, mountDisk, partsToDamage, saying, unmountDisks } from './damaged-parts.ts';
import { withOneFailure, withRoomFor } from './failing-passes.ts';
import { goldenFolder } from './parity.ts';
import { temporaryFolder } from './workspace.ts';

const folder = temporaryFolder();
const analyses = new ShardedAnalyses(folder.path);
/** Of three batches, one of them of the control's pairs alone. */
const ASKED: Sharded = {
  kind: 'patching',
  model: goldenFolder('bert'),
  set: 'few',
  control: 'control',
  options: { hooks: ['z'] },
};
/** Of which a batch has several statements. */
const PATTERNS: Sharded = { kind: 'patterns', model: goldenFolder('gpt2'), set: 'marked' };
const { sound, parts, at, copy, rewrite, replace } = partsToDamage(folder.path, SHARDS, analysisRecord);
/** Where shards are computed. */
let there: Engine;
let engine: Engine;

const small = mountDisk(join(folder.path, 'small'), 'size=8k');
const readOnly = mountDisk(join(folder.path, 'read-only'), 'size=1m,ro');

beforeAll(async () => {
  there = await analyses.open('there');
  engine = await analyses.open('merged');
  for (let shard = 1; shard <= SHARDS; shard++) await compute(shard, { to: sound });
});
afterAll(async () => {
  await there.close();
  await engine.close();
  unmountDisks([small, readOnly]);
  folder.remove();
});
beforeEach(copy);

function compute(shard: number, how: Omit<ShardOfAnalysis, 'shard'>, asked = ASKED) {
  return analyses.shard(there, asked, { shard, ...how });
}

function merge(from = parts): Promise<{ readonly analysisId: number }> {
  return engine.analysisShards.merge({ folder: from, projectId: engine.defaultProject().id });
}

/** What there is to see, and rows that nobody sees. */
function stored() {
  const projectId = engine.defaultProject().id;
  return {
    analyses: engine.analyses.list({ projectId }).map(({ id }) => id),
    sets: engine.sets.list({ projectId }).map(({ id }) => id),
    rows: countRows(engine, ['analysis', 'analysis_item', 'analysis_part', 'analysis_result']),
  };
}

const refused = (why: string | RegExp) => expectRefused(() => merge(), stored, why);

describe('merge refuses', () => {
  test('a folder that is not there, or has no parts', async () => {
    await expect(merge(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    rmSync(parts, { recursive: true });
    mkdirSync(parts);
    await refused(
      'it has no parts of an analysis: pairlens analyze KIND … --shard K/N --out DIR writes them',
    );
  });

  test('parts that are missing, by their numbers', async () => {
    rmSync(at('part-2-of-3.json'));
    await refused('1 of 3 parts are missing: run shard 2 (again)');
  });

  test.each(['part-3-of-3.parquet', 'subject-3-of-3.jsonl.zst'])(
    '%s that is missing, cut short or changed',
    async (name) => {
      const whole = readFileSync(at(name));
      writeFileSync(at(name), whole.subarray(0, whole.length - 100));
      await refused(
        `${name} has ${whole.length - 100} bytes instead of ${whole.length}: run shard 3/3 again`,
      );
      const flipped = Buffer.from(whole);
      flipped[50] = (flipped[50] ?? 0) ^ 1;
      writeFileSync(at(name), flipped);
      await refused(`${name} is not the file that was written: the hashes differ: run shard 3/3 again`);
      rmSync(at(name));
      await refused(`${name} is missing: run shard 3/3 again`);
    },
  );

  test('a record that is cut short, of another version, or changed', async () => {
    const name = 'part-1-of-3.json';
    const text = readFileSync(at(name), 'utf8');
    writeFileSync(at(name), text.slice(0, -200));
    await refused(/part-1-of-3\.json is not JSON/);
    writeFileSync(at(name), text);
    rewrite(1, (record) => ({ ...record, version: 2 }));
    await refused('part-1-of-3.json is not as this version of Pairlens knows it: version');
    writeFileSync(at(name), text);
    rewrite(1, (record) => ({ ...record, plan: { ...record.plan, seed: 5 } }));
    await refused('part-1-of-3.json was changed: its plan is not that of its hash');
  });

  test('a part that is there twice, or of a number outside', async () => {
    copyFileSync(at('part-1-of-3.json'), at('part-01-of-3.json'));
    await refused('part-01-of-3.json is not what Pairlens calls a file of shard 1');
    rmSync(at('part-01-of-3.json'));
    for (const name of ['part-3-of-3.json', 'part-3-of-3.parquet'])
      copyFileSync(at(name.replace('-3-', '-2-')), at(name));
    await refused('part-3-of-3.json is of shard 2 of 3: it was renamed, or copied');
    copyFileSync(at('part-2-of-3.json'), at('part-4-of-3.json'));
    await refused('part-4-of-3.json is of no shard: they are counted from 1 to 3');
    renameSync(at('part-4-of-3.json'), at('part-4-of-4.json'));
    await refused(/it has parts of analyses in \d and in \d shards/);
  });

  test('an item that is in two parts, or in none, and a table of other items', async () => {
    const [one, two] = [analysisRecord(1, parts), analysisRecord(2, parts)];
    rewrite(2, (record) => ({ ...record, positions: one.positions }));
    await refused('item 1 is in parts 1 and 2');
    rewrite(2, (record) => ({ ...record, positions: [], done: 0 }));
    await refused(/item \d+ is in no part/);
    rewrite(2, () => ({ ...two, done: two.done - 1 }));
    await refused('part 2 tells of other items than it has; run shard 2/3 again');
    rewrite(1, () => ({ ...one, positions: two.positions }));
    rewrite(2, () => ({ ...two, positions: one.positions }));
    await refused(/has rows of item \d+, of which it does not tell|tells of other items/);
  });

  test('parts of two analyses, naming what differs, and a part of a run', async () => {
    const others = join(folder.path, 'others');
    await compute(3, { to: others }, { ...ASKED, options: { hooks: ['z'], seed: 1 } });
    for (const name of readdirSync(others)) copyFileSync(join(others, name), at(name));
    await refused(
      'parts 1 and 3 are not of one analysis; they differ in options.seed (0 and 1), seed (0 and 1)',
    );
    rmSync(others, { recursive: true });
    await compute(3, { to: others }, { ...ASKED, set: 'names' });
    for (const name of readdirSync(others)) copyFileSync(join(others, name), at(name));
    await refused(/differ in subject\.set\.name \(few and names\)/);
    for (const name of readdirSync(parts)) if (name.includes('-3-of-')) rmSync(at(name));
    rmSync(others, { recursive: true });
    await new ShardedRun(folder.path).shard(3, { to: others, of: 3 });
    for (const name of readdirSync(others)) copyFileSync(join(others, name), at(name));
    await refused('pairs-3-of-3.jsonl.zst is not what Pairlens calls a file of shard 3 of an analysis');
    rmSync(at('pairs-3-of-3.jsonl.zst'));
    await refused('part-3-of-3.json is no part of an analysis: it is of format pairlens-part');
  });

  test('parts of two compiled forms, and of one that is not here, saying what to do', async () => {
    const inAnotherForm = (record: AnalysisPartRecord) => {
      const model = { ...record.plan.model, compiled_weights_sha256: '1'.repeat(64) };
      const plan = { ...record.plan, model };
      return { ...record, plan, plan_sha256: planHash(ANALYSIS_PARTS.plan, plan) };
    };
    const toDo =
      'delete the folder [0-9a-f]{16}-… without “halves” in its name from .*, run pairlens models compile bert';
    rewrite(2, inAnotherForm);
    await refused(new RegExp(`parts 1 and 2 .* differ in model.compiled_weights_sha256 .*${toDo}`));
    for (const number of [1, 3]) rewrite(number, inAnotherForm);
    await refused(new RegExp(`bert are compiled in another form here than where .*${toDo}`));
  });

  test('a table that is not ours, and a subject that is another, whatever their records say', async () => {
    replace(2, 'part-2-of-3.parquet', Buffer.from('no Parquet at all'));
    await refused('part-2-of-3.parquet is not the table of shard 2: it cannot be read as Parquet');
    replace(
      2,
      'part-2-of-3.parquet',
      parquetTable({ columns: [{ name: 'pair', type: 'integer' }], about: {} }).end(),
    );
    await refused('its column 1 is pair instead of item');
    copy();
    replace(2, 'subject-2-of-3.jsonl.zst', readFileSync(at('subject-3-of-3.jsonl.zst')));
    await refused(/subject-2-of-3\.jsonl\.zst has (set|control) \d+ where it should not be/);
  });

  test('an analysis that would be another here: alignments corrected by a person count', async () => {
    const first = await merge();
    const { subject } = engine.analyses.get({ id: first.analysisId });
    const setId = subject.kind === 'pairs' ? subject.set.id : 0;
    const { provenance } = engine.analyses.get({ id: first.analysisId });
    engine.store.database
      .prepare(
        `INSERT INTO alignment_correction (pair_id, tokenizer_hash, positions, corrected_at)
         SELECT id, ?, '[[0,0]]', '2026-01-01T00:00:00.000Z' FROM pair WHERE set_id = ? LIMIT 1`,
      )
      .run(provenance.tokenizerHash, setId);
    await refused('what the analysis is of is not the same in this workspace');
    engine.store.database.prepare('DELETE FROM alignment_correction').run();
    expect((await merge()).analysisId).toBeGreaterThan(first.analysisId);
  });
});

describe('a shard', () => {
  test('that is there and whole is not computed again; one that is not is', async () => {
    const run = vi.spyOn(SessionLanes.prototype, 'run');
    try {
      const again = await compute(2, { to: parts });
      expect(again.wasThere).toBe(true);
      expect(run).not.toHaveBeenCalled();
    } finally {
      run.mockRestore();
    }
    const name = 'part-2-of-3.parquet';
    writeFileSync(at(name), readFileSync(at(name)).subarray(100));
    expect((await compute(2, { to: parts })).wasThere).toBe(false);
    expect(readFileSync(at(name)).equals(readFileSync(join(sound, name)))).toBe(true);
  });

  test('of another analysis, or of another number, is refused in a folder that has parts', async () => {
    await expect(
      compute(2, { to: parts }, { ...ASKED, options: { hooks: ['z'], seed: 3 } }),
    ).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying('part-2-of-3.json is of another analysis, with another options.seed (0 and 3)'),
    });
    await expect(compute(2, { to: parts, of: 5 })).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying('one of 3 shards, and this is shard 2 of 5'),
    });
    await expect(new ShardedRun(folder.path).shard(2, { to: parts, of: 3 })).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying('part-2-of-3.json is no part of a run: it is of format pairlens-analysis-part'),
    });
  });

  test('of a kind that is not divided is refused', async () => {
    const projectId = there.defaultProject().id;
    const { id } = await there.analyses.create({ projectId, kind: 'qk-ov', model: 'attn-only-2l' });
    await expect(
      there.analysisShards.compute({ analysisId: id, shard: 1, of: 2, folder: join(folder.path, 'no') }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', message: saying('is computed whole') });
  });

  test('that two compute at once is whole', async () => {
    for (const name of readdirSync(parts)) if (name.includes('-3-of-')) rmSync(at(name));
    const other = await analyses.open('other');
    try {
      await Promise.all([compute(3, { to: parts }), analyses.shard(other, ASKED, { shard: 3, to: parts })]);
    } finally {
      await other.close();
    }
    expect(readdirSync(parts).toSorted()).toEqual(readdirSync(sound).toSorted());
    expect(analysisRecord(3, parts).files).toEqual(analysisRecord(3, sound).files);
  });

  test('is not written where the model failed in a way that need not happen again, unless failures are to be kept', async () => {
    const to = join(folder.path, 'failed');
    const fail = vi
      .spyOn(SessionLanes.prototype, 'run')
      .mockRejectedValue(new PairlensError('INFERENCE_FAILED', 'no memory left'));
    try {
      await expect(compute(1, { to })).rejects.toMatchObject({
        code: 'INFERENCE_FAILED',
        message: saying(
          /shard 1 of 3 is not written: the model failed .* on \d+ of its pairs, first on .*no memory left/,
        ),
      });
      expect(readdirSync(to)).toEqual([]);
      const { record } = await compute(1, { to, keepFailures: true });
      expect(record.done).toBe(0);
      expect(record.failed[0]).toMatchObject({ code: 'INFERENCE_FAILED', message: 'no memory left' });
      expect((await compute(1, { to, keepFailures: true })).wasThere).toBe(true);
    } finally {
      fail.mockRestore();
    }
    // Where failures are not to be kept it is no whole part.
    expect((await compute(1, { to })).wasThere).toBe(false);
    expect(analysisRecord(1, to).files).toEqual(analysisRecord(1, sound).files);
  });

  test('on which one pass failed has the numbers of one on which none did', async () => {
    const [once, never] = [join(folder.path, 'failed-once'), join(folder.path, 'failed-never')];
    await compute(1, { to: never }, PATTERNS);
    await withOneFailure(() => compute(1, { to: once }, PATTERNS));
    expect(analysisRecord(1, once).files).toEqual(analysisRecord(1, never).files);
  });

  test('of which a batch was taken apart is not written, though each of its items went well', async () => {
    const to = join(folder.path, 'apart');
    await withRoomFor(2, async () => {
      await expect(compute(1, { to }, PATTERNS)).rejects.toMatchObject({
        code: 'INFERENCE_FAILED',
        message: saying(/not written: .* on 1 of its batches \(no memory left\), whose numbers can differ/),
      });
      expect(readdirSync(to)).toEqual([]);
      const { record } = await compute(1, { to, keepFailures: true }, PATTERNS);
      expect(record).toMatchObject({ failed: [], taken_apart: 1 });
    });
  });

  test('with nothing to do writes a part without rows, and all of them are merged', async () => {
    const many = join(folder.path, 'many');
    for (let shard = 1; shard <= 5; shard++) await compute(shard, { to: many, of: 5 });
    const record = JSON.parse(readFileSync(join(many, 'part-5-of-5.json'), 'utf8')) as AnalysisPartRecord;
    expect(record).toMatchObject({ positions: [], done: 0, ran_on: null });
    const [{ analysisId }, other] = [await merge(many), await merge(sound)];
    expect(engine.analyses.get({ id: analysisId }).provenance.ranOn).toMatchObject({ device: 'cpu' });
    expect(engine.analyses.tensors({ id: analysisId })).toEqual(
      engine.analyses.tensors({ id: other.analysisId }),
    );
  });

  test.skipIf(readOnly === null)('says that a disk is read-only (a tmpfs: it takes root)', async () => {
    await expect(compute(1, { to: join(readOnly ?? '', 'parts') })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });

  test.skipIf(small === null)(
    'says that the disk is full, and leaves no part (a tmpfs: it takes root)',
    async () => {
      const to = join(small ?? '', 'parts');
      await expect(compute(1, { to })).rejects.toMatchObject({ code: 'DISK_FULL' });
      expect(readdirSync(to)).toEqual([]);
      spawnSync('mount', ['-o', 'remount,size=8m', small ?? '']);
      expect((await compute(1, { to })).record.files).toEqual(analysisRecord(1, sound).files);
    },
  );
});

describe('merging', () => {
  test('takes the model, and says so where it is not here', async () => {
    const model = join(folder.path, 'moved-model');
    cpSync(ASKED.model, model, { recursive: true });
    const to = join(folder.path, 'elsewhere');
    await compute(1, { to, of: 1 }, { ...ASKED, model });
    rmSync(model, { recursive: true });
    const before = stored();
    await expect(merge(to)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: saying(
        'the parts of an analysis are put together with its model, moved-model, which is not here',
      ),
    });
    cpSync(goldenFolder('gpt2'), model, { recursive: true });
    await expect(merge(to)).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying(
        /they were computed with moved-model, and the model in .*moved-model has other weights/,
      ),
    });
    expect(stored()).toEqual(before);
  });

  test('items that failed are failed in what is merged, too', async () => {
    const asked: Sharded = { kind: 'norms', model: goldenFolder('bert'), set: 'long' };
    const to = join(folder.path, 'long');
    for (let shard = 1; shard <= SHARDS; shard++) await compute(shard, { to }, asked);
    const { analysisId } = await merge(to);
    const id = await analyses.whole(there, asked);
    const [one, other] = [there.analyses.get({ id }), engine.analyses.get({ id: analysisId })];
    expect(one.failed).toBeGreaterThan(0);
    expect(other).toMatchObject({ done: one.done, failed: one.failed, state: 'done' });
    expect(engine.analyses.errors({ id: analysisId })).toEqual(there.analyses.errors({ id }));
  });

  test('calls the set as it is told, and refuses a name where there is none or it is taken', async () => {
    const projectId = engine.defaultProject().id;
    const named = (from: string, name: string) =>
      engine.analysisShards.merge({ folder: from, projectId, name });
    const { analysisId } = await named(sound, 'from the cluster');
    expect(engine.analyses.get({ id: analysisId }).subject).toMatchObject({
      set: { name: 'from the cluster' },
      controlSet: { name: 'control' },
    });
    await expect(named(sound, 'from the cluster')).rejects.toMatchObject({ code: 'CONFLICT' });
    const ofIds = join(folder.path, 'of-ids');
    const asked = { kind: 'norms', model: goldenFolder('bert'), inputs: { texts: [[1, 2, 3]] } };
    await compute(1, { to: ofIds, of: 1 }, asked);
    await expect(named(ofIds, 'a set')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'the analysis is of token ids: there is no set to be called a set',
    });
  });

  test('twice at once gives two whole analyses', async () => {
    const [one, other] = await Promise.all([merge(sound), merge(sound)]);
    expect(one.analysisId).not.toBe(other.analysisId);
    expect(engine.analyses.tensors({ id: one.analysisId })).toEqual(
      engine.analyses.tensors({ id: other.analysisId }),
    );
  });

  test('that is cancelled leaves nothing', async () => {
    const before = stored();
    const feed = engine.jobs.listen();
    const cancelled = expect(merge(sound)).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const job of feed)
      if (job.activity === 'Putting it together') {
        await engine.jobs.cancel(job.jobId);
        break;
      }
    await cancelled;
    expect(stored()).toEqual(before);
  });

  test('or computing that is cancelled while its model is opened ends at once, and the opening with it', async () => {
    const before = await analyses.open('opening');
    const { id: analysisId } = await before.analyses.create(await analyses.request(before, ASKED));
    await before.close();
    const opening = await analyses.open('opening');
    const given: AbortSignal[] = [];
    const open = vi.spyOn(ModelLibrary.prototype, 'open').mockImplementation((_model, _told, how) => {
      const { promise, reject } = Promise.withResolvers<never>();
      const { signal = AbortSignal.abort() } = how ?? {};
      given.push(signal);
      signal.addEventListener('abort', () => reject(new Error('nobody waits for it')));
      return promise;
    });
    try {
      const projectId = opening.defaultProject().id;
      for (const work of [
        () => opening.analysisShards.compute({ analysisId, shard: 1, of: 3, folder: join(parts, 'new') }),
        () => opening.analysisShards.merge({ folder: sound, projectId }),
      ]) {
        given.length = 0;
        const cancelled = expect(work()).rejects.toMatchObject({ code: 'CANCELLED' });
        await vi.waitFor(() => expect(given).toHaveLength(1), 10_000);
        const { jobId = '' } = opening.jobs.find(({ kind }) => ['analysis', 'import'].includes(kind)) ?? {};
        await opening.jobs.cancel(jobId);
        await cancelled;
        await vi.waitFor(() => expect(given[0]?.aborted).toBe(true));
      }
    } finally {
      open.mockRestore();
      await opening.close();
    }
  });

  test('that ends with its process leaves nothing, once the workspace is opened again', async () => {
    const name = 'killed';
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'merge-analysis.child.ts'), folder.path, name, sound],
      { encoding: 'utf8' },
    );
    expect(signal, `${status} ${stderr}`).toBe('SIGKILL');
    const again = await analyses.open(name);
    try {
      const projectId = again.defaultProject().id;
      expect(again.analyses.list({ projectId })).toEqual([]);
      expect(again.sets.list({ projectId })).toEqual([]);
      for (const table of ['analysis', 'analysis_item', 'analysis_part', 'pair'])
        expect(again.store.database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({
          rows: 0,
        });
    } finally {
      await again.close();
    }
  });
});
