/** Writes the part of a shard: all files beside their places, onto the disk, and then moved into them; the record last. */
import { join } from 'node:path';
import { cpus } from 'node:os';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { RanOn } from '../../../shared/devices.ts';
import type { Run } from '../../../shared/entities.ts';
import { type FileContent, type PreparedFile, prepareDurableUsersFile } from '../files/write-file.ts';
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
  readonly ranOn: RanOn | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Whoever writes the same part meanwhile may be between two files. */
const TRIES = 3;

/**
 * A part that somebody else has written meanwhile, and that is whole, stays; what was written here is given up then.
 * @param whole the part that is there, if it is whole and of this run
 * @returns the record, as it is there
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE: nothing passes for a whole part then; what `whole` throws
 */
export async function writePart(
  folder: string,
  part: PartToWrite,
  whole: () => Promise<PartRecord | null>,
): Promise<PartRecord> {
  for (let tried = 1; ; tried++) {
    const written = await writeOnce(folder, part, whole);
    const wrong = await wrongFile(folder, written);
    if (wrong === null) return written;
    if (tried === TRIES) throw partsRefused(folder, `${wrong}, though it has just been written`);
  }
}

async function writeOnce(
  folder: string,
  part: PartToWrite,
  whole: () => Promise<PartRecord | null>,
): Promise<PartRecord> {
  const prepared: PreparedFile[] = [];
  try {
    const record = await prepareFiles(folder, part, (file) => prepared.push(file));
    const there = await whole();
    if (there !== null) return there;
    for (const file of prepared) await file.place();
    return record;
  } finally {
    // Of those that are in their places nothing is left to discard.
    for (const file of prepared) await file.discard();
  }
}

/** @param onFile told each file, in the order in which they are to be placed */
async function prepareFiles(
  folder: string,
  part: PartToWrite,
  onFile: (file: PreparedFile) => void,
): Promise<PartRecord> {
  const { database, run, plan, number, ranOn, startedAt, finishedAt } = part;
  const about = { plan_sha256: planHash(plan), ...number };
  const prepare = async (name: string, content: FileContent) =>
    onFile(await prepareDurableUsersFile(join(folder, name), content));
  const table = async (
    name: string,
    content: (onRows: (rows: number) => void) => AsyncIterable<Uint8Array>,
  ): Promise<PartFile> => {
    const hashed = new HashedPieces();
    let rows = 0;
    await prepare(name, hashed.pass(content((count) => (rows = count))));
    return { ...hashed.finish(), rows };
  };
  const files = {
    [rowsFile(number)]: await table(rowsFile(number), (onRows) => rowsContent(database, run, about, onRows)),
    [pairsFile(number)]: await table(pairsFile(number), (onLines) => itemsContent(database, run, onLines)),
  };
  const record = partRecordOf({
    ...number,
    plan,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    ran_on: ranOn,
    model_folder: part.modelFolder,
    started_at: startedAt,
    finished_at: finishedAt,
    ...(await contentsOf(database, run.id)),
    files,
  });
  await prepare(recordFile(number), `${JSON.stringify(record, null, 2)}\n`);
  return record;
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
