/** What all pairs of layers come to: [from layer, head, to layer, head], NaN unless the one is before the other. */
import { COMPOSITION_KINDS } from '../circuits/composition.ts';
import { WEIGHT_VERSIONS } from '../circuits/head-matrices.ts';
import { namedTensor, type NamedTensor, type NamedTensors, scalar } from '../named-tensor.ts';

/** A pair of layers, or a few random pairs of matrices. */
export type CompositionItem =
  | { readonly kind: 'layers'; readonly from: number; readonly to: number }
  | { readonly kind: 'random'; readonly first: number; readonly count: number };

/** Random pairs that are computed as one item. */
export const SAMPLES_PER_ITEM = 20;

export function compositionItems(layers: number, samples: number): CompositionItem[] {
  const items: CompositionItem[] = [];
  for (let first = 0; first < samples; first += SAMPLES_PER_ITEM)
    items.push({ kind: 'random', first, count: Math.min(SAMPLES_PER_ITEM, samples - first) });
  for (let to = 1; to < layers; to++)
    for (let from = 0; from < to; from++) items.push({ kind: 'layers', from, to });
  return items;
}

/** @param parts of each item; `scores_raw`, `scores_folded` [kind, from head, to head], or `random` [sample] */
export function* combineComposition(
  parts: Iterable<{ readonly item: CompositionItem; readonly part: NamedTensors }>,
  { layers, heads }: { readonly layers: number; readonly heads: number },
): Generator<number, NamedTensors, void> {
  const random: number[] = [];
  const scores = new Map<string, Float32Array>();
  const places = layers * heads;
  for (const { item, part } of parts) {
    if (item.kind === 'random') random.push(...(part.get('random')?.data ?? []));
    else
      for (const version of WEIGHT_VERSIONS) {
        const own = part.get(`scores_${version}`)?.data;
        if (own === undefined) continue;
        COMPOSITION_KINDS.forEach((kind, at) => {
          const name = `circuits.${version}.composition_${kind}`;
          const all = scores.get(name) ?? new Float32Array(places * places).fill(Number.NaN);
          scores.set(name, all);
          for (let sender = 0; sender < heads; sender++)
            for (let receiver = 0; receiver < heads; receiver++)
              all[(item.from * heads + sender) * places + item.to * heads + receiver] =
                own[(at * heads + sender) * heads + receiver] ?? Number.NaN;
        });
      }
    yield 0;
  }
  const mean = random.reduce((sum, value) => sum + value, 0) / random.length;
  const squares = random.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return new Map<string, NamedTensor>([
    ...[...scores].map(([name, data]): [string, NamedTensor] => [
      name,
      namedTensor({ from_layer: layers, from_head: heads, to_layer: layers, to_head: heads }, data),
    ]),
    ['composition.random', namedTensor({ sample: random.length }, Float64Array.from(random))],
    ['composition.random_mean', scalar(mean)],
    ['composition.random_sd', scalar(Math.sqrt(squares / (random.length - 1)))],
  ]);
}
