/** Whether a folder has all the parts of one analysis, as they were written. */
import { join } from 'node:path';
import type { AnalysisWork, AnalysisWorks } from '../analyses/analysis-work.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { ParquetReader } from '../shards/parquet-rows.ts';
import { rowsFile } from '../shards/part-files.ts';
import { partsRefused } from '../shards/part-folder.ts';
import { checkEachOnce, checkWritten, partsOfOnePlan, type PartsOfOnePlan } from '../shards/same-plan.ts';
import { ANALYSIS_PARTS, type AnalysisPartRecord, type AnalysisPlan } from './analysis-record.ts';
import { ANALYSIS_COLUMNS } from './part-rows.ts';

/** The parts of a whole analysis, none of them changed since it was written. */
export type CheckedAnalysisParts = PartsOfOnePlan<AnalysisPlan, AnalysisPartRecord>;

/**
 * @throws PairlensError PARTS_INVALID, naming the parts and what is wrong with them; FILE_NOT_FOUND, FILE_UNREADABLE; the
 *   signal's reason
 */
export async function checkAnalysisParts(
  folder: string,
  works: AnalysisWorks,
  { signal, report }: { readonly signal: AbortSignal; readonly report: JobReport },
): Promise<CheckedAnalysisParts> {
  const parts = await partsOfOnePlan(folder, ANALYSIS_PARTS);
  const { plan, records } = parts;
  knownKind(folder, plan, works);
  checkEachOnce(folder, records, ({ positions }) => positions, {
    places: plan.items,
    what: 'items',
    at: (place) => `item ${place + 1}`,
  });
  const reader = await ParquetReader.open();
  try {
    for (const [done, record] of records.entries()) {
      signal.throwIfAborted();
      report.progress({ done, total: records.length });
      await checkPart(folder, record, reader);
    }
  } finally {
    reader.close();
  }
  return parts;
}

/**
 * The half of the kind that works.
 * @throws PairlensError PARTS_INVALID for a kind, or a version of one, that is not known here
 */
export function knownKind(
  folder: string,
  { kind, version, pairlens }: AnalysisPlan,
  works: AnalysisWorks,
): AnalysisWork {
  const work = Object.hasOwn(works, kind) ? works[kind] : undefined;
  if (work?.definition.version === version) return work;
  const known = work === undefined ? 'none' : `version ${work.definition.version}`;
  throw partsRefused(
    folder,
    `they are of version ${version} of ${kind}, of which this Pairlens has ${known}: merge them with Pairlens ${pairlens}`,
  );
}

async function checkPart(folder: string, record: AnalysisPartRecord, reader: ParquetReader): Promise<void> {
  const { shard, of, positions, done, failed } = record;
  await checkWritten(folder, record, ANALYSIS_PARTS);
  const name = rowsFile(record);
  const bad = await reader.whatIsWrong(join(folder, name), ANALYSIS_COLUMNS, record.files[name]?.rows ?? 0);
  const again = `run shard ${shard}/${of} again`;
  if (bad !== null)
    throw partsRefused(folder, `${name} is not the table of shard ${shard}: ${bad}; ${again}`);
  const places = new Set(placesOf(record));
  const items = positions.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (done + failed.length !== items || failed.some(({ item }) => !places.has(item - 1)))
    throw partsRefused(folder, `part ${shard} tells of other items than it has; ${again}`);
}

/** The places of all items of a part, ascending. */
export function* placesOf({
  positions,
}: Pick<AnalysisPartRecord, 'positions'>): Generator<number, void, void> {
  for (const [first, last] of positions) for (let place = first; place <= last; place++) yield place;
}
