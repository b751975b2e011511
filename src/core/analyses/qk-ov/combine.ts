/** Puts the heads together: [layer, head, …], NaN and -1 for heads that were not computed. */
import { namedTensor, type NamedTensor, type NamedTensors } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';

/** @param parts of each head; the axes of a tensor are what it has beside layer and head */
export function* combineQkOv(
  parts: Iterable<{ readonly place: HeadPlace; readonly part: NamedTensors }>,
  { layers, heads }: { readonly layers: number; readonly heads: number },
): Generator<number, Map<string, NamedTensor>, void> {
  const all = new Map<string, { sizes: Record<string, number>; data: NamedTensor['data'] }>();
  for (const { place, part } of parts) {
    for (const [name, { axes, shape, data }] of part) {
      const found = all.get(name) ?? {
        sizes: Object.fromEntries(axes.map((axis, at) => [axis, shape[at] ?? 0])),
        data:
          data instanceof Int32Array
            ? new Int32Array(layers * heads * data.length).fill(-1)
            : new Float64Array(layers * heads * data.length).fill(Number.NaN),
      };
      all.set(name, found);
      found.data.set(data, (place.layer * heads + place.head) * data.length);
    }
    yield 0;
  }
  return new Map(
    Array.from(all, ([name, { sizes, data }]) => [
      name,
      namedTensor({ layer: layers, head: heads, ...sizes }, data),
    ]),
  );
}
