/** Writes the part of a shard: each file beside its place, onto the disk, and then moved into it; the record last. */
import { join } from 'node:path';
import { cpus } from 'node:os';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { Run } from '../../../shared/entities.ts';
import { writeDurableUsersFile } from '../files/write-file.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { failureOf } from '../store/run-items.ts';
import type { ShardNumber } from './division.ts';
import { HashedPieces } from './hashed-pieces.ts';
import { itemsContent, rowsContent, settledItems } from './part-content.ts';
import { pairsFile, recordFile, rowsFile } from './part-files.ts';
import { partsRefused, wrongFile } from './part-folder.ts';
import {
  type PartFile,
  type PartPlan,
  type PartRecord,
  partRecordOf,
  planHash,
  stretchesOf,
} from './part-record.ts';

export interface PartToWrite {
  readonly database: ReadableDatabase;
  readonly run: Pick<Run, 'id' | 'metrics' | 'model'>;
  readonly plan: PartPlan;
  readonly number: ShardNumber;
  readonly modelFolder: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Whoever writes the same part meanwhile may be between two files. */
const TRIES = 3;

/**
 * @returns the record, as it is there
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE: nothing passes for a whole part then
 */
export async function writePart(folder: string, part: PartToWrite): Promise<PartRecord> {
  for (let tried = 1; ; tried++) {
    const record = await writeOnce(folder, part);
    const wrong = await wrongFile(folder, record);
    if (wrong === null) return record;
    if (tried === TRIES) throw partsRefused(folder, `${wrong}, though it has just been written`);
  }
}

async function writeOnce(folder: string, part: PartToWrite): Promise<PartRecord> {
  const { database, run, plan, number, startedAt, finishedAt } = part;
  const about = { plan_sha256: planHash(plan), ...number };
  const files = {
    [rowsFile(number)]: await writeFile(join(folder, rowsFile(number)), (onRows) =>
      rowsContent(database, run, about, onRows),
    ),
    [pairsFile(number)]: await writeFile(join(folder, pairsFile(number)), (onLines) =>
      itemsContent(database, run, onLines),
    ),
  };
  const record = partRecordOf({
    ...number,
    plan,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    model_folder: part.modelFolder,
    started_at: startedAt,
    finished_at: finishedAt,
    ...(await contentsOf(database, run.id)),
    files,
  });
  await writeDurableUsersFile(join(folder, recordFile(number)), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

async function writeFile(
  path: string,
  content: (onRows: (rows: number) => void) => AsyncIterable<Uint8Array>,
): Promise<PartFile> {
  const hashed = new HashedPieces();
  let rows = 0;
  await writeDurableUsersFile(path, hashed.pass(content((count) => (rows = count))));
  return { ...hashed.finish(), rows };
}

async function contentsOf(
  database: ReadableDatabase,
  runId: number,
): Promise<Pick<PartRecord, 'positions' | 'comparisons' | 'failed'>> {
  const places = { set: [] as number[], control: [] as number[] };
  const failed: PartRecord['failed'] = [];
  let done = 0;
  for await (const item of settledItems(database, runId)) {
    const { role, position, state } = item;
    if (role !== 'neutral') places[role].push(position);
    if (state === 'done') done++;
    else
      failed.push({
        role,
        pair: pairNumber(position),
        ...(failureOf(database, runId, item) ?? { code: 'INTERNAL', message: '' }),
      });
  }
  return {
    positions: { set: stretchesOf(places.set), control: stretchesOf(places.control) },
    comparisons: { done, failed: failed.length },
    failed,
  };
}
