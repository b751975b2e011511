/** One shard: in a workspace of its own, which nobody else sees and which is gone when the part is written. */
import type { Command } from 'commander';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AnalysisRequest } from '../engine/analyses/subject.ts';
import type { AnalysisShardOutcome } from '../engine/analysis-shards/service.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunService } from '../engine/runs/service.ts';
import type { ShardNumber } from '../engine/shards/division.ts';
import { preparePartFolder } from '../engine/shards/part-folder.ts';
import type { Stretches } from '../engine/shards/part-format.ts';
import { scratchOf } from '../engine/shards/scratch.ts';
import type { ShardOutcome } from '../engine/shards/service.ts';
import { type StoreOptions, withEngine } from './engine.ts';
import { noteDevice } from './device-option.ts';
import { followJobs } from './follow-jobs.ts';
import { counted, EXIT, note, print, printJson } from './output.ts';

export interface ShardFlags extends StoreOptions {
  readonly shard?: ShardNumber;
  readonly out?: string | undefined;
  readonly project?: string;
  readonly keepFailures?: boolean;
  readonly json?: boolean;
}

interface ShardOptions {
  readonly shard: ShardNumber;
  readonly out: string;
  readonly keepFailures: boolean;
  readonly json?: boolean | undefined;
}

/** What --shard needs beside it, and does not bear: a mistake of usage otherwise. */
export function shardOptions(
  shard: ShardNumber,
  { out, store, project, keepFailures = false, json }: ShardFlags,
  command: Command,
): ShardOptions {
  if (out === undefined) command.error('error: --shard needs --out, a folder that all shards write to');
  if (store !== undefined)
    command.error('error: a shard has a workspace of its own: --store is for pairlens merge');
  if (project !== undefined)
    command.error('error: a shard has a workspace of its own: --project is for pairlens merge');
  return { shard, out, keepFailures, json };
}

/** What goes with --shard alone: a mistake of usage without it. */
export function refuseWithoutShard({ keepFailures }: ShardFlags, command: Command): void {
  if (keepFailures === true) command.error('error: --keep-failures goes with --shard');
}

const STOPPING = 'Cancelling; a shard that is run again starts over. Ctrl-C again stops at once.';

/**
 * @param plan the run that is computed in parts, with its sets put into the workspace of the shard
 * @throws PairlensError as ShardService.compute
 */
export function runShard(
  options: ShardOptions,
  plan: (engine: Engine) => Promise<Parameters<RunService['create']>[0]>,
): Promise<void> {
  return inOwnWorkspace(options, async (engine, folder) => {
    const planned = await plan(engine);
    const outcome = await followJobs(
      engine,
      async () => {
        const { id } = await engine.runs.create(planned, note);
        return engine.shards.compute({
          ...options.shard,
          runId: id,
          folder,
          keepFailures: options.keepFailures,
        });
      },
      { stopping: STOPPING },
    );
    return tellOfRun(outcome);
  });
}

/**
 * @param plan the analysis that is computed in parts, with what it is of put into the workspace of the shard
 * @throws PairlensError as AnalysisShardService.compute
 */
export function analyzeShard(
  options: ShardOptions,
  plan: (engine: Engine) => Promise<AnalysisRequest>,
): Promise<void> {
  return inOwnWorkspace(options, (engine, folder) =>
    followJobs(
      engine,
      async () => {
        const { id, kind } = await engine.analyses.create(await plan(engine));
        const { shard, keepFailures } = options;
        const outcome = await engine.analysisShards.compute({
          ...shard,
          analysisId: id,
          folder,
          keepFailures,
        });
        return tellOfAnalysis(outcome, engine.analyses.definition(kind).unit);
      },
      { stopping: STOPPING },
    ),
  );
}

/** What a part has, as it is told. */
interface Told {
  readonly record: Pick<
    (ShardOutcome | AnalysisShardOutcome)['record'],
    'shard' | 'of' | 'files' | 'plan_sha256' | 'ran_on'
  >;
  readonly wasThere: boolean;
  /** '12 pairs' */
  readonly what: string;
  readonly done: number;
  readonly failed: number;
  /** For --json, beside what all parts have. */
  readonly counts: object;
}

function tellOfRun({ record, wasThere }: ShardOutcome): Told {
  const { positions, comparisons } = record;
  const pairs = itemsIn([...positions.set, ...positions.control]);
  const counts = { pairs, comparisons };
  return { record, wasThere, what: counted(pairs, 'pair'), ...comparisons, counts };
}

function tellOfAnalysis({ record, wasThere }: AnalysisShardOutcome, unit: string): Told {
  const { positions, done, failed } = record;
  const items = itemsIn(positions);
  const counts = { items, done, failed: failed.length };
  return {
    record,
    wasThere,
    what: `${items} of ${record.plan.items} ${unit}`,
    done,
    failed: failed.length,
    counts,
  };
}

function itemsIn(stretches: Stretches): number {
  return stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

async function inOwnWorkspace(
  { shard, out, json }: ShardOptions,
  compute: (engine: Engine, folder: string) => Promise<Told>,
): Promise<void> {
  const folder = resolve(out);
  await preparePartFolder(folder, shard);
  const scratch = await scratchOf(folder, shard);
  try {
    const told = await withEngine({ store: join(scratch, 'shard.sqlite') }, (engine) =>
      compute(engine, folder),
    );
    reportShard(told, folder, json === true);
    // As a run of which every pair failed; a part that has nothing to do is none.
    if (told.done === 0 && told.failed > 0) process.exitCode = EXIT.failed;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What is told of a part that is there. */
export function reportShard(
  { record: { shard, of, files, plan_sha256, ran_on }, wasThere, what, failed, counts }: Told,
  folder: string,
  json: boolean,
): void {
  if (json)
    return printJson({
      shard,
      of,
      wasThere,
      ...counts,
      folder,
      files: Object.keys(files),
      plan: plan_sha256,
      ranOn: ran_on,
    });
  noteDevice(ran_on);
  const said = `Shard ${shard} of ${of}: ${what}, ${failed} failed`;
  if (wasThere) return print(`${said}. It is in ${folder} already, whole: nothing was computed.`);
  print(`${said}, written to ${folder}.`);
  note(`When all ${of} shards are there: pairlens merge ${folder}`);
}
