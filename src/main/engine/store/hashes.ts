/**
 * Hashes of what the store has: sha256, in lower-case hexadecimal, over a line of JSON that says what it is, a line feed, and
 * the bytes of its numbers. They are written with what they are of, and compared when it is used, so that a byte that a disk or
 * a program has changed is told and not computed with. docs/decisions/0035-hashes-of-what-is-stored.md
 */
import { createHash, type Hash } from 'node:crypto';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { finish } from '../../../core/statistics/steps.ts';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import type { ComputedFrom } from './run-items.ts';

export function contentHash(said: unknown, ...numbers: Uint8Array[]): string {
  const hash = hashOf(said);
  for (const bytes of numbers) hash.update(bytes);
  return hash.digest('hex');
}

/** The beginning of a hash: the line that says what it is of. */
function hashOf(said: unknown): Hash {
  return createHash('sha256').update(`${JSON.stringify(said)}\n`);
}

/** Bytes that are hashed in a step: about a millisecond. */
const HASHED_AT_ONCE = 2 ** 20;

/** Of tensors in their order: names, axes, types, shapes and bytes. In steps, for there may be tens of megabytes. */
export function* hashTensors(tensors: NamedTensors): Generator<void, string, void> {
  const said = [...tensors].map(([name, { axes, shape, data }]) => [
    name,
    axes,
    shape,
    data.constructor.name,
    data.length,
  ]);
  const hash = hashOf(said);
  for (const { data } of tensors.values())
    for (let from = 0; from < data.byteLength; from += HASHED_AT_ONCE) {
      const length = Math.min(HASHED_AT_ONCE, data.byteLength - from);
      hash.update(new Uint8Array(data.buffer, data.byteOffset + from, length));
      yield;
    }
  return hash.digest('hex');
}

/** The same at once. */
export function tensorsHash(tensors: NamedTensors): string {
  return finish(hashTensors(tensors));
}

/** A comparison of a run and what was measured on it. */
export interface MeasuredItem extends ComputedFrom {
  readonly runId: number;
  readonly role: Role;
  readonly position: number;
  readonly pairId: number;
  readonly layers: number;
  readonly heads: number;
  /** Those that the run measures, in any order. */
  readonly metrics: readonly MetricName[];
}

/** @param measured [layers · heads, METRIC_COUNT], in the order of METRIC_NAMES; NaN where undefined */
export function itemHash(item: MeasuredItem, measured: Float64Array): string {
  const metrics = item.metrics.toSorted();
  const columns = metrics.map((metric) => METRIC_NAMES.indexOf(metric));
  const places = item.layers * item.heads;
  const values = new Float64Array(places * metrics.length);
  const words = new Uint32Array(values.buffer);
  let next = 0;
  for (let place = 0; place < places; place++)
    for (const column of columns) {
      const value = measured[place * METRIC_COUNT + column] ?? Number.NaN;
      // SQLite knows no negative zero, and there are many NaNs.
      values[next] = value === 0 ? 0 : value;
      if (Number.isNaN(value)) words.fill(0xffff_ffff, 2 * next, 2 * next + 2);
      next++;
    }
  const { runId, role, position, pairId, layers, heads } = item;
  const { originalIds, counterfactualIds, alignmentUsed, aligned } = item;
  return contentHash(
    [
      runId,
      role,
      position,
      pairId,
      originalIds,
      counterfactualIds,
      alignmentUsed,
      aligned,
      layers,
      heads,
      metrics,
    ],
    new Uint8Array(values.buffer),
  );
}
