/** Whether a folder has all the parts of one run, as they were written. */
import { join } from 'node:path';
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { ParquetReader } from './parquet-rows.ts';
import { partColumns } from './part-content.ts';
import { pairsFile, recordFile, rowsFile } from './part-files.ts';
import { partsRefused } from './part-folder.ts';
import { stretchesOf } from './part-format.ts';
import { type PartPlan, type PartRecord, RUN_PARTS } from './part-record.ts';
import { itemsOfPart } from './read-part.ts';
import { checkEachOnce, checkWritten, partsOfOnePlan, type PartsOfOnePlan } from './same-plan.ts';

/** The parts of a whole run, none of them changed since it was written. */
export interface CheckedParts extends PartsOfOnePlan<PartPlan, PartRecord> {
  /** Of all parts together: pairs of all roles, times heads. */
  readonly rows: number;
}

/**
 * @throws PairlensError PARTS_INVALID, naming the parts and what is wrong with them; FILE_NOT_FOUND, FILE_UNREADABLE; the
 *   signal's reason
 */
export async function checkParts(
  folder: string,
  { signal, report }: { readonly signal: AbortSignal; readonly report: JobReport },
): Promise<CheckedParts> {
  const parts = await partsOfOnePlan(folder, RUN_PARTS);
  const { plan, records } = parts;
  checkMetrics(folder, plan);
  checkPlaces(folder, plan, records);
  let rows = 0;
  const reader = await ParquetReader.open();
  try {
    for (const [done, record] of records.entries()) {
      signal.throwIfAborted();
      report.progress({ done, total: records.length });
      rows += await checkFiles(folder, record, reader);
    }
  } finally {
    reader.close();
  }
  return { ...parts, rows };
}

function checkMetrics(folder: string, { pairlens, metrics }: PartPlan): void {
  if (metrics.join() === METRIC_NAMES.join()) return;
  throw partsRefused(
    folder,
    `they were measured by Pairlens ${pairlens}, which knows other metrics than this one: merge them with it`,
  );
}

/** Every pair of the plan is in one part, and no other pair in any. */
function checkPlaces(folder: string, plan: PartPlan, records: readonly PartRecord[]): void {
  for (const [role, pairs] of [
    ['set', plan.set.pairs],
    ['control', plan.control_set?.pairs ?? 0],
  ] as const)
    checkEachOnce(folder, records, ({ positions }) => positions[role], {
      places: pairs,
      what: `pairs of the ${role}`,
      at: (place) => `pair ${pairNumber(place)} of the ${role}`,
    });
}

/** How many rows the part has. */
async function checkFiles(folder: string, record: PartRecord, reader: ParquetReader): Promise<number> {
  const { shard, of, plan, comparisons } = record;
  const rows = rowsFile({ shard, of });
  const again = `run shard ${shard}/${of} again`;
  await checkWritten(folder, record, RUN_PARTS);
  const expected = comparisons.done * plan.model.layers * plan.model.heads;
  const bad = await reader.whatIsWrong(join(folder, rows), partColumns(plan.metrics), expected);
  if (bad !== null)
    throw partsRefused(folder, `${rows} is not the table of shard ${shard}: ${bad}; ${again}`);
  await checkItems(folder, record);
  return expected;
}

/** The pairs of a part are those that its record tells of. */
async function checkItems(folder: string, record: PartRecord): Promise<void> {
  const places = { set: [] as number[], control: [] as number[], neutral: [] as number[] };
  const counts = { done: 0, failed: 0 };
  for await (const { role, position, state, pair } of itemsOfPart(folder, record)) {
    places[role].push(position);
    counts[state]++;
    if ((pair === undefined) !== (role === 'neutral'))
      throw partsRefused(folder, `${pairsFile(record)} lacks pair ${pairNumber(position)} of the ${role}`);
  }
  const found = { set: stretchesOf(places.set), control: stretchesOf(places.control), ...counts };
  const told = { ...record.positions, ...record.comparisons };
  if (JSON.stringify(found) === JSON.stringify(told)) return;
  throw partsRefused(folder, `${pairsFile(record)} has other pairs than ${recordFile(record)} tells of`);
}
