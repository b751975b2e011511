/** Writes the part of a shard of a run. */
import { cpus } from 'node:os';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { RanOn } from '../../../shared/devices.ts';
import type { Run } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { failureOf } from '../store/run-items.ts';
import type { ShardNumber } from './division.ts';
import { itemsContent, rowsContent, settledItems } from './part-content.ts';
import { pairsFile, rowsFile } from './part-files.ts';
import { beginningOf, planHash, stretchesOf } from './part-format.ts';
import { type PartPlan, partPlan, type PartRecord, partRecord, RUN_PARTS } from './part-record.ts';
import { type PartFiles, placePart } from './place-part.ts';

export interface PartToWrite {
  readonly database: ReadableDatabase;
  readonly run: Pick<Run, 'id' | 'metrics' | 'model'>;
  readonly plan: PartPlan;
  readonly number: ShardNumber;
  readonly modelFolder: string;
  readonly ranOn: RanOn | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** How many batches were. */
  readonly takenApart: number;
}

/**
 * @param whole the part that is there, if it is whole and of this run
 * @returns the record, as it is there
 * @throws PairlensError as {@link placePart}
 */
export function writePart(
  folder: string,
  part: PartToWrite,
  whole: () => Promise<PartRecord | null>,
): Promise<PartRecord> {
  return placePart(folder, (files) => prepareFiles(files, part), whole);
}

async function prepareFiles(prepared: PartFiles, part: PartToWrite): Promise<PartRecord> {
  const { database, run, plan, number, ranOn, startedAt, finishedAt, takenApart } = part;
  const about = { plan_sha256: planHash(partPlan, plan), ...number };
  const files = {
    [rowsFile(number)]: await prepared.table(rowsFile(number), (onRows) =>
      rowsContent(database, run, about, onRows),
    ),
    [pairsFile(number)]: await prepared.table(pairsFile(number), (onLines) =>
      itemsContent(database, run, onLines),
    ),
  };
  const contents = await contentsOf(database, run.id);
  const { done, failed } = contents.comparisons;
  const record = partRecord.parse({
    ...beginningOf(RUN_PARTS, number, plan),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    ran_on: done + failed === 0 ? null : ranOn,
    model_folder: part.modelFolder,
    started_at: startedAt,
    finished_at: finishedAt,
    taken_apart: takenApart,
    ...contents,
    files,
  });
  await prepared.record(record);
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
