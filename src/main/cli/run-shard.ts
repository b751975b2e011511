/** One shard of a run: in a workspace of its own, which nobody else sees and which is gone when the part is written. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import type { RunService } from '../engine/runs/service.ts';
import type { ShardNumber } from '../engine/shards/division.ts';
import { preparePartFolder } from '../engine/shards/part-folder.ts';
import { scratchOf } from '../engine/shards/scratch.ts';
import type { ShardOutcome } from '../engine/shards/service.ts';
import { withEngine } from './engine.ts';
import { followJobs } from './follow-jobs.ts';
import { counted, EXIT, note, print, printJson } from './output.ts';

interface ShardOptions {
  readonly shard: ShardNumber;
  readonly out: string;
  readonly json?: boolean;
}

const STOPPING = 'Cancelling; a shard that is run again starts over. Ctrl-C again stops at once.';

/**
 * @param plan the run that is computed in parts, with its sets put into the workspace of the shard
 * @throws PairlensError as ShardService.compute
 */
export async function runShard(
  { shard, out, json }: ShardOptions,
  plan: (engine: Engine) => Promise<Parameters<RunService['create']>[0]>,
): Promise<void> {
  const folder = resolve(out);
  await preparePartFolder(folder, shard);
  const scratch = await scratchOf(folder, shard);
  try {
    const outcome = await withEngine({ store: join(scratch, 'shard.sqlite') }, async (engine) => {
      const planned = await plan(engine);
      return followJobs(
        engine,
        async () => {
          const { id } = await engine.runs.create(planned, note);
          return engine.shards.compute({ ...shard, runId: id, folder });
        },
        { stopping: STOPPING },
      );
    });
    report(outcome, folder, json === true);
    if (nothingMeasured(outcome)) process.exitCode = EXIT.failed;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** As a run of which every pair failed; a part that has no pairs is none. */
function nothingMeasured({ record: { comparisons } }: ShardOutcome): boolean {
  return comparisons.done === 0 && comparisons.failed > 0;
}

function report({ record, wasThere }: ShardOutcome, folder: string, json: boolean): void {
  const { shard, of, positions, comparisons, files } = record;
  const pairs = [...positions.set, ...positions.control].reduce(
    (sum, [first, last]) => sum + last - first + 1,
    0,
  );
  if (json)
    return printJson({
      shard,
      of,
      wasThere,
      pairs,
      comparisons,
      folder,
      files: Object.keys(files),
      plan: record.plan_sha256,
    });
  const what = `Shard ${shard} of ${of}: ${counted(pairs, 'pair')}, ${comparisons.failed} failed`;
  if (wasThere) return print(`${what}. It is in ${folder} already, whole: nothing was computed.`);
  print(`${what}, written to ${folder}.`);
  note(`When all ${of} shards are there: pairlens merge ${folder}`);
}
