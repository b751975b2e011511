/** The records of a folder: whether all shards are there, and of one plan. */
import { isFolder, namesIn } from '../files/if-there.ts';
import { computedOn, type RanOn } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ShardNumber } from './division.ts';
import { formAdvice } from './compiled-form.ts';
import { recordFile, shardOfFile } from './part-files.ts';
import { partsRefused, readRecord, wrongFile } from './part-folder.ts';
import {
  aOrAn,
  type AnyPlan,
  type AnyRecord,
  type PartFormat,
  planDifferences,
  planHash,
} from './part-format.ts';

export interface PartsOfOnePlan<Plan extends AnyPlan, Part extends AnyRecord<Plan>> {
  readonly folder: string;
  readonly plan: Plan;
  /** In the order of the shards. */
  readonly records: readonly Part[];
  /** What all of them were computed on; null where nothing was computed. */
  readonly ranOn: RanOn | null;
}

/**
 * The records alone are read: whether the files are those that they name is another matter.
 * @throws PairlensError PARTS_INVALID, naming the parts and what is wrong with them; FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function partsOfOnePlan<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  format: PartFormat<Plan, Part>,
): Promise<PartsOfOnePlan<Plan, Part>> {
  const numbers = await shardsIn(folder, format);
  const records = await recordsOf(folder, numbers, format);
  const plan = onePlan(folder, records, format.of);
  return { folder, plan, records, ranOn: oneDevice(folder, records) };
}

/** Every shard, whose files are all there. */
async function shardsIn<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  format: PartFormat<Plan, Part>,
): Promise<ShardNumber[]> {
  if (!(await isFolder(folder)))
    throw new PairlensError('FILE_NOT_FOUND', `there is no folder ${folder}`, { path: folder });
  const files = (await namesIn(folder)).flatMap((name) => {
    const number = shardOfFile(name);
    return number === null ? [] : [{ name, ...number }];
  });
  const [first] = files;
  if (first === undefined)
    throw partsRefused(folder, `it has no parts of ${aOrAn(format.of)}: ${format.written} writes them`);
  const { of } = first;
  const other = files.find((file) => file.of !== of);
  if (other !== undefined)
    throw partsRefused(
      folder,
      `it has parts of ${format.of === 'run' ? 'runs' : 'analyses'} in ${of} and in ${other.of} shards (${first.name} and ${other.name}): keep those of one of them`,
    );
  const outside = files.find(({ shard }) => shard < 1 || shard > of);
  if (outside !== undefined)
    throw partsRefused(folder, `${outside.name} is of no shard: they are counted from 1 to ${of}`);
  const names = new Set(files.map(({ name }) => name));
  const numbers = Array.from({ length: of }, (_, at) => ({ shard: at + 1, of }));
  const doubled = files.find(
    ({ name, shard }) => ![recordFile({ shard, of }), ...format.files({ shard, of })].includes(name),
  );
  if (doubled !== undefined)
    throw partsRefused(
      folder,
      `${doubled.name} is not what Pairlens calls a file of shard ${doubled.shard} of ${aOrAn(format.of)}: it is there twice, was renamed, or is of something else`,
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

async function recordsOf<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  numbers: readonly ShardNumber[],
  format: PartFormat<Plan, Part>,
): Promise<Part[]> {
  const records: Part[] = [];
  for (const number of numbers) {
    const record = await readRecord(folder, number, format);
    if (record === null) throw partsRefused(folder, `${recordFile(number)} is gone`);
    if (record.plan_sha256 !== planHash(format.plan, record.plan))
      throw partsRefused(folder, `${recordFile(number)} was changed: its plan is not that of its hash`);
    records.push(record);
  }
  return records;
}

/** The plan that all parts have. */
function onePlan<Plan extends AnyPlan>(
  folder: string,
  records: readonly AnyRecord<Plan>[],
  what: 'run' | 'analysis',
): Plan {
  const [first, ...others] = records;
  if (first === undefined) throw partsRefused(folder, `it has no parts of ${aOrAn(what)}`);
  for (const record of others) {
    const differences = planDifferences(first.plan, record.plan);
    if (differences.length > 0)
      throw partsRefused(
        folder,
        `parts ${first.shard} and ${record.shard} are not of one ${what}; they differ in ${differences.join(', ')}${formAdvice(first.plan.model, differences)}`,
      );
  }
  return first.plan;
}

/** Numbers of two devices are not of one plan. Of differences from the CPU the largest is told, and every note once. */
function oneDevice(folder: string, records: readonly AnyRecord[]): RanOn | null {
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

/** The processors that computed the parts, each once. */
export function processorsOf(records: readonly AnyRecord[]): string[] {
  return [...new Set(records.map(({ processor }) => processor))];
}

/** When the first part was begun, and the last was done; and for how long at least one of them was at work. */
export function timesOf(records: readonly AnyRecord[]): {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly secondsAtWork: number;
} {
  return {
    secondsAtWork: secondsCovered(records),
    startedAt: records.map(({ started_at }) => started_at).toSorted()[0] ?? '',
    finishedAt:
      records
        .map(({ finished_at }) => finished_at)
        .toSorted()
        .at(-1) ?? '',
  };
}

/** Seconds in which at least one was at work; of stretches side by side each moment counts once. */
export function secondsCovered(records: readonly Pick<AnyRecord, 'started_at' | 'finished_at'>[]): number {
  const stretches = records
    .map(({ started_at, finished_at }) => [Date.parse(started_at), Date.parse(finished_at)] as const)
    .toSorted(([a], [b]) => a - b);
  let [milliseconds, end] = [0, -Infinity];
  for (const [from, to] of stretches) {
    milliseconds += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return milliseconds / 1000;
}

/** @throws PairlensError PARTS_INVALID where a part names other files than its own, or one is not as it was written */
export async function checkWritten<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  record: Part,
  format: PartFormat<Plan, Part>,
): Promise<void> {
  const { shard, of, files } = record;
  const own = format.files({ shard, of });
  if (Object.keys(files).toSorted().join() !== own.toSorted().join())
    throw partsRefused(folder, `${recordFile({ shard, of })} names other files than ${own.join(' and ')}`);
  const wrong = await wrongFile(folder, record);
  if (wrong !== null) throw partsRefused(folder, `${wrong}: run shard ${shard}/${of} again`);
}

/**
 * Every place of a plan is in one part, and no other in any.
 * @param stretchesIn of each part
 * @param places how many there are
 * @param at a place in words: 'pair 3 of the set'
 */
export function checkEachOnce<Part extends AnyRecord>(
  folder: string,
  records: readonly Part[],
  stretchesIn: (record: Part) => readonly (readonly [number, number])[],
  {
    places,
    what,
    at,
  }: { readonly places: number; readonly what: string; readonly at: (place: number) => string },
): void {
  const stretches = records
    .flatMap((record) => stretchesIn(record).map(([first, last]) => ({ shard: record.shard, first, last })))
    .sort((one, other) => one.first - other.first || one.last - other.last);
  let next = 0;
  let before = 0;
  for (const { shard, first, last } of stretches) {
    if (first < next) throw partsRefused(folder, `${at(first)} is in parts ${before} and ${shard}`);
    if (first > next) throw partsRefused(folder, `${at(next)} is in no part`);
    if (last < first || last >= places)
      throw partsRefused(folder, `part ${shard} has ${at(last)}, and there are ${places} ${what}`);
    next = last + 1;
    before = shard;
  }
  if (next < places) throw partsRefused(folder, `${at(next)} is in no part`);
}
