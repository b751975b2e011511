/** What the records of all parts have, be they of a run or of an analysis, and what is asked of any of them. */
import { z } from 'zod';
import { ranOn } from '../../../shared/devices.ts';
import { sha256 } from '../files/hashing.ts';
import type { ShardNumber } from './division.ts';

const hash = z.string().regex(/^[\da-f]{64}$/);
const count = z.int().min(0);
const text = z.string();

export const plannedModel = z.object({
  name: text.min(1),
  architecture: text,
  layers: count,
  heads: count,
  dModel: count,
  parameters: count,
  maxPositions: count,
  weights_sha256: hash,
  compiled_weights_sha256: hash,
  /** '' for a folder without tokenizer. */
  tokenizer_sha256: z.union([hash, z.literal('')]),
  /** config.json, as text. */
  config: text,
});

export type PlannedModel = z.infer<typeof plannedModel>;

export const plannedSet = z.object({
  name: text.min(1),
  description: text,
  source: text,
  sha256: hash,
  pairs: count,
  neutrals: count,
});
export type PlannedSet = z.infer<typeof plannedSet>;

const filed = z.object({ bytes: count, sha256: hash, rows: count });
export type PartFile = z.infer<typeof filed>;

/** Places, from 0, as stretches: [first, last]. */
export const stretches = z.array(z.tuple([count, count]));
export type Stretches = z.infer<typeof stretches>;

/** @param plan all that decides what is in a part, but for which part it is */
export function recordFields<Plan extends z.ZodType<AnyPlan>>(plan: Plan) {
  return {
    shard: z.int().min(1),
    of: z.int().min(1),
    /** {@link planHash} */
    plan_sha256: hash,
    plan,
    /** Of the machine that computed it: the last bits of a number may depend on it. */
    processor: text,
    /** Null for a part with nothing in it. */
    ran_on: ranOn.nullable(),
    /** Where the model lay there; what is put together elsewhere finds it by its hashes, or there. */
    model_folder: text.min(1),
    started_at: text,
    finished_at: text,
    /** Batches computed item by item, since the model had failed on them in a way that need not happen again. */
    taken_apart: count.default(0),
    files: z.record(z.string(), filed),
  };
}

/** Of any part. */
export interface AnyPlan {
  readonly model: PlannedModel;
}

/** Of any part. */
export interface AnyRecord<Plan extends AnyPlan = AnyPlan> extends ShardNumber {
  readonly plan_sha256: string;
  readonly plan: Plan;
  readonly processor: string;
  readonly ran_on: z.infer<typeof ranOn> | null;
  readonly model_folder: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly taken_apart: number;
  readonly failed: readonly { readonly code: string }[];
  readonly files: Readonly<Record<string, PartFile>>;
}

/** Parts of one kind: of runs, or of analyses. */
export interface PartFormat<Plan extends AnyPlan, Part extends AnyRecord<Plan>> {
  /** The first field of its records. */
  readonly format: string;
  /** The second. */
  readonly version: number;
  readonly of: 'run' | 'analysis';
  /** The command that writes them. */
  readonly written: string;
  readonly plan: z.ZodType<Plan>;
  readonly record: z.ZodType<Part>;
  /** The files of a part beside its record. */
  files(number: ShardNumber): readonly string[];
}

export function aOrAn(what: 'run' | 'analysis'): string {
  return what === 'run' ? 'a run' : 'an analysis';
}

/** The fields that a record begins with. */
export function beginningOf<Plan extends AnyPlan>(
  { format, version, plan: schema }: PartFormat<Plan, AnyRecord<Plan>>,
  { shard, of }: ShardNumber,
  plan: Plan,
) {
  return { format, version, shard, of, plan_sha256: planHash(schema, plan), plan };
}

/** sha256, in lower-case hexadecimal, of the plan as JSON.stringify writes it, with its fields in the order of the schema. */
export function planHash<Plan extends AnyPlan>(schema: z.ZodType<Plan>, plan: Plan): string {
  return sha256(JSON.stringify(schema.parse(plan)));
}

/** In which fields two plans differ, in words: 'options.seed (1 and 2)'; none where they are the same. */
export function planDifferences(one: object, other: object): string[] {
  const [before, after] = [fieldsOf(one), fieldsOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [left = 'none', right = 'none'] = [before.get(field), after.get(field)];
    return left === right ? [] : [`${field} (${shortened(left)} and ${shortened(right)})`];
  });
}

/** Every field of a plan by its path, 'options.seed', with its value as text. */
function fieldsOf(value: unknown, path = ''): Map<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, field]) => [
      ...fieldsOf(field, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

/** Of a hash the first digits are enough to tell it from another. */
function shortened(value: string): string {
  if (hash.safeParse(value).success) return `${value.slice(0, 12)}…`;
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

/** Places in ascending order, as stretches. */
export function stretchesOf(places: Iterable<number>): Stretches {
  const found: [number, number][] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last?.[1] === place - 1) last[1] = place;
    else found.push([place, place]);
  }
  return found;
}
