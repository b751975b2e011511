/** What path patching says of the edges that weights suggest. */
import type { NamedTensors } from '../named-tensor.ts';
import { effectsOfMap, mapsOf } from '../path-patching/maps.ts';
import { type CompositionEdge, headName } from './edges.ts';

/** true: something passes along it, for or against; false: nothing is shown to; null: it was not measured, or has no interval. */
export type Confirmed = (edge: CompositionEdge) => boolean | null;

/** @param paths the result of a path patching of the same model */
export function confirmedBy(paths: NamedTensors): Confirmed {
  const said = new Map<string, boolean>();
  for (const [map, { to }] of mapsOf(paths).entries()) {
    if (to.layer === null || to.head === null) continue;
    const receiver = headName({ layer: to.layer, head: to.head });
    for (const { from, verdict } of effectsOfMap(paths, map)) {
      if (from.layer === null || from.head === null || verdict === 'untested') continue;
      const name = `${to.read} ${headName({ layer: from.layer, head: from.head })} ${receiver}`;
      // By either way along the residual stream.
      said.set(name, said.get(name) === true || verdict === 'sends' || verdict === 'opposes');
    }
  }
  return ({ kind, from, to }) => said.get(`${kind} ${headName(from)} ${headName(to)}`) ?? null;
}
