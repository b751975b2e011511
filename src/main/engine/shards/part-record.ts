/** part-K-of-N.json: what a part was computed from, and the files that it consists of, with their hashes. */
import { z } from 'zod';
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { QUERIES } from '../../../core/metrics/queries.ts';
import { ALIGNMENT_METHODS } from '../../../core/pairs/alignment.ts';
import { KEEP, ROLES } from '../../../shared/entities.ts';
import { sha256 } from '../files/hashing.ts';

/** Goes up when the files of a part change their meaning, or how a plan is divided does. */
const VERSION = 1;

const hash = z.string().regex(/^[\da-f]{64}$/);
const count = z.int().min(0);
const text = z.string();
const metricName = z.custom<MetricName>((name) => METRIC_NAMES.some((known) => known === name));

const plannedSet = z.object({
  name: text.min(1),
  description: text,
  source: text,
  sha256: hash,
  pairs: count,
  neutrals: count,
});
export type PlannedSet = z.infer<typeof plannedSet>;

/** All that decides what is in a part, but for which part it is: the same for every part of a run. */
export const partPlan = z.object({
  pairlens: text,
  onnxruntime: text,
  model: z.object({
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
  }),
  set: plannedSet,
  control_set: plannedSet.nullable(),
  options: z.object({
    alignment: z.enum(ALIGNMENT_METHODS),
    keep: z.enum(KEEP),
    queries: z.enum(QUERIES),
    seed: z.int().min(0),
    comparison: comparisonChoice,
  }),
  metrics: z.array(metricName).min(1),
});
export type PartPlan = z.infer<typeof partPlan>;

const filed = z.object({ bytes: count, sha256: hash, rows: count });
export type PartFile = z.infer<typeof filed>;

/** Places in a set, from 0, as stretches: [first, last]. */
const stretches = z.array(z.tuple([count, count]));
export type Stretches = z.infer<typeof stretches>;

export const partRecord = z.object({
  format: z.literal('pairlens-part'),
  version: z.literal(VERSION),
  shard: z.int().min(1),
  of: z.int().min(1),
  /** {@link planHash} */
  plan_sha256: hash,
  plan: partPlan,
  /** Of the machine that computed it: the last bits of a number may depend on it. */
  processor: text,
  /** Where the model lay there; a run that is put together elsewhere finds it by its hashes, or there. */
  model_folder: text.min(1),
  started_at: text,
  finished_at: text,
  /** Which pairs of the plan are in it. */
  positions: z.object({ set: stretches, control: stretches }),
  comparisons: z.object({ done: count, failed: count }),
  failed: z.array(z.object({ role: z.enum(ROLES), pair: z.int().min(1), code: text, message: text })),
  files: z.record(z.string(), filed),
});
export type PartRecord = z.infer<typeof partRecord>;

export function partRecordOf(part: Omit<PartRecord, 'format' | 'version' | 'plan_sha256'>): PartRecord {
  const { shard, of, plan, ...rest } = part;
  return {
    format: 'pairlens-part',
    version: VERSION,
    shard,
    of,
    plan_sha256: planHash(plan),
    plan,
    ...rest,
  };
}

/** sha256, in lower-case hexadecimal, of the plan as JSON.stringify writes it, with its fields in the order above. */
export function planHash(plan: PartPlan): string {
  return sha256(JSON.stringify(partPlan.parse(plan)));
}

/** In which fields two plans differ, in words: 'options.seed (1 and 2)'; none where they are the same. */
export function planDifferences(one: PartPlan, other: PartPlan): string[] {
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
