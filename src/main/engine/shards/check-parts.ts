/** Whether a folder has all the parts of one run, as they were written. */
import { join } from 'node:path';
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { isFolder, namesIn } from '../files/if-there.ts';
import { computedOn, type RanOn } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { ShardNumber } from './division.ts';
import { ParquetReader } from './parquet-rows.ts';
import { partColumns } from './part-content.ts';
import { pairsFile, recordFile, rowsFile, shardOfFile } from './part-files.ts';
import { partsRefused, readRecord, wrongFile } from './part-folder.ts';
import { type PartPlan, type PartRecord, planDifferences, planHash, stretchesOf } from './part-record.ts';
import { itemsOfPart } from './read-part.ts';

/** The parts of a whole run, none of them changed since it was written. */
export interface CheckedParts {
  readonly folder: string;
  readonly plan: PartPlan;
  /** In the order of the shards. */
  readonly records: readonly PartRecord[];
  /** Of all parts together: pairs of all roles, times heads. */
  readonly rows: number;
  /** What all of them were computed on; null where nothing was computed. */
  readonly ranOn: RanOn | null;
}

/**
 * @throws PairlensError PARTS_INVALID, naming the parts and what is wrong with them; FILE_NOT_FOUND, FILE_UNREADABLE; the
 *   signal's reason
 */
export async function checkParts(
  folder: string,
  { signal, report }: { readonly signal: AbortSignal; readonly report: JobReport },
): Promise<CheckedParts> {
  const numbers = await shardsIn(folder);
  const records = await recordsOf(folder, numbers);
  const plan = onePlan(folder, records);
  const ranOn = oneDevice(folder, records);
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
  return { folder, plan, records, rows, ranOn };
}

/** Every shard of the run, whose files are all there. */
async function shardsIn(folder: string): Promise<ShardNumber[]> {
  if (!(await isFolder(folder)))
    throw new PairlensError('FILE_NOT_FOUND', `there is no folder ${folder}`, { path: folder });
  const files = (await namesIn(folder)).flatMap((name) => {
    const number = shardOfFile(name);
    return number === null ? [] : [{ name, ...number }];
  });
  const [first] = files;
  if (first === undefined)
    throw partsRefused(folder, 'it has no parts of a run: pairlens run … --shard K/N --out DIR writes them');
  const { of } = first;
  const other = files.find((file) => file.of !== of);
  if (other !== undefined)
    throw partsRefused(
      folder,
      `it has parts of runs in ${of} and in ${other.of} shards (${first.name} and ${other.name}): keep those of one of them`,
    );
  const outside = files.find(({ shard }) => shard < 1 || shard > of);
  if (outside !== undefined)
    throw partsRefused(folder, `${outside.name} is of no shard: they are counted from 1 to ${of}`);
  const names = new Set(files.map(({ name }) => name));
  const numbers = Array.from({ length: of }, (_, at) => ({ shard: at + 1, of }));
  const doubled = files.find(
    ({ name, shard }) => ![recordFile, rowsFile, pairsFile].some((of_) => of_({ shard, of }) === name),
  );
  if (doubled !== undefined)
    throw partsRefused(
      folder,
      `${doubled.name} is not what Pairlens calls a file of shard ${doubled.shard}: it is there twice, or was renamed`,
    );
  const missing = numbers.filter((number) => !names.has(recordFile(number)));
  if (missing.length > 0)
    throw partsRefused(
      folder,
      `${missing.length} of ${of} parts are missing: run ${missing.length === 1 ? 'shard' : 'shards'} ${listed(missing.map(({ shard }) => shard))} (again)`,
    );
  return numbers;
}

const LISTED = 20;

function listed(numbers: readonly number[]): string {
  const shown = numbers.slice(0, LISTED).join(', ');
  return numbers.length > LISTED ? `${shown} and ${numbers.length - LISTED} more` : shown;
}

async function recordsOf(folder: string, numbers: readonly ShardNumber[]): Promise<PartRecord[]> {
  const records: PartRecord[] = [];
  for (const number of numbers) {
    const record = await readRecord(folder, number);
    if (record === null) throw partsRefused(folder, `${recordFile(number)} is gone`);
    if (record.plan_sha256 !== planHash(record.plan))
      throw partsRefused(folder, `${recordFile(number)} was changed: its plan is not that of its hash`);
    records.push(record);
  }
  return records;
}

/** The plan that all parts have. */
function onePlan(folder: string, records: readonly PartRecord[]): PartPlan {
  const [first, ...others] = records;
  if (first === undefined) throw partsRefused(folder, 'it has no parts of a run');
  for (const record of others) {
    const differences = planDifferences(first.plan, record.plan);
    if (differences.length > 0)
      throw partsRefused(
        folder,
        `parts ${first.shard} and ${record.shard} are not of one run; they differ in ${differences.join(', ')}`,
      );
  }
  const { pairlens, metrics } = first.plan;
  if (metrics.join() !== METRIC_NAMES.join())
    throw partsRefused(
      folder,
      `they were measured by Pairlens ${pairlens}, which knows other metrics than this one: merge them with it`,
    );
  return first.plan;
}

/** Numbers of two devices are no one run's. Of differences from the CPU the largest is told, and every note once. */
function oneDevice(folder: string, records: readonly PartRecord[]): RanOn | null {
  const told = records.flatMap(({ shard, ran_on }) => (ran_on === null ? [] : [{ shard, ran_on }]));
  const [first] = told;
  if (first === undefined) return null;
  const other = told.find(({ ran_on }) => computedOn(ran_on) !== computedOn(first.ran_on));
  if (other !== undefined)
    throw partsRefused(
      folder,
      `part ${first.shard} was computed on ${computedOn(first.ran_on)} and part ${other.shard} on ${computedOn(other.ran_on)}: compute all of them with --device cpu, or on machines that have the device`,
    );
  const all = told.map(({ ran_on }) => ran_on);
  const furthest = all.reduce((one, next) => (differenceOf(next) > differenceOf(one) ? next : one));
  const notes = new Set(all.flatMap(({ note }) => note ?? []));
  return { ...furthest, note: notes.size === 0 ? null : [...notes].join('; ') };
}

function differenceOf({ largestDifference }: RanOn): number {
  return largestDifference ?? 0;
}

/** Every pair of the plan is in one part, and no other pair in any. */
function checkPlaces(folder: string, plan: PartPlan, records: readonly PartRecord[]): void {
  for (const [role, pairs] of [
    ['set', plan.set.pairs],
    ['control', plan.control_set?.pairs ?? 0],
  ] as const) {
    const stretches = records
      .flatMap(({ shard, positions }) => positions[role].map(([first, last]) => ({ shard, first, last })))
      .sort((one, other) => one.first - other.first || one.last - other.last);
    let next = 0;
    let before = 0;
    const at = (place: number) => `pair ${pairNumber(place)} of the ${role}`;
    for (const { shard, first, last } of stretches) {
      if (first < next) throw partsRefused(folder, `${at(first)} is in parts ${before} and ${shard}`);
      if (first > next) throw partsRefused(folder, `${at(next)} is in no part`);
      if (last < first || last >= pairs)
        throw partsRefused(folder, `part ${shard} has ${at(last)}, which has ${pairs} pairs`);
      next = last + 1;
      before = shard;
    }
    if (next < pairs) throw partsRefused(folder, `${at(next)} is in no part`);
  }
}

/** How many rows the part has. */
async function checkFiles(folder: string, record: PartRecord, reader: ParquetReader): Promise<number> {
  const { shard, of, plan, comparisons, files } = record;
  const [rows, pairs] = [rowsFile({ shard, of }), pairsFile({ shard, of })];
  const again = `run shard ${shard}/${of} again`;
  if (Object.keys(files).toSorted().join() !== [pairs, rows].toSorted().join())
    throw partsRefused(folder, `${recordFile({ shard, of })} names other files than ${rows} and ${pairs}`);
  const wrong = await wrongFile(folder, record);
  if (wrong !== null) throw partsRefused(folder, `${wrong}: ${again}`);
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
