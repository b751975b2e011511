/** What path patching says of the edges that weights suggest. */
import type { NamedTensors } from '../named-tensor.ts';
import { effectsOfMap, mapsOf } from '../path-patching/maps.ts';
import { type CompositionEdge, headName } from './edges.ts';

/** By edge; plain data, which crosses to the thread that draws. What was not measured, or has no interval, is not in it. */
export type Confirmed = ReadonlyMap<string, boolean>;

/** @param paths the result of a path patching of the same model */
export function confirmedBy(paths: NamedTensors): Confirmed {
  const confirmed = new Map<string, boolean>();
  for (const [map, { to }] of mapsOf(paths).entries()) {
    if (to.layer === null || to.head === null) continue;
    const receiver = headName({ layer: to.layer, head: to.head });
    for (const { from, verdict } of effectsOfMap(paths, map)) {
      if (from.layer === null || from.head === null || verdict === 'untested') continue;
      const name = nameOf(to.read, headName({ layer: from.layer, head: from.head }), receiver);
      // By either way along the residual stream.
      confirmed.set(name, confirmed.get(name) === true || verdict === 'sends' || verdict === 'opposes');
    }
  }
  return confirmed;
}

/** true: something passes along it, for or against; false: nothing is shown to; null: it was not measured, or has no interval. */
export function isConfirmed(
  confirmed: Confirmed | undefined,
  { kind, from, to }: Pick<CompositionEdge, 'kind' | 'from' | 'to'>,
): boolean | null {
  return confirmed?.get(nameOf(kind, headName(from), headName(to))) ?? null;
}

const nameOf = (read: string, from: string, to: string): string => `${read} ${from} ${to}`;
