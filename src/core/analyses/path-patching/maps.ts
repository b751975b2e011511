/** A map has all senders of one receiver, by one way. Senders are numbered: heads by layer, then MLPs, then the embeddings. */
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { beyondMargin, type IntervalVerdict } from '../interval-verdict.ts';
import {
  PATH_READS,
  PATH_WAYS,
  type PathWay,
  type Receiver,
  receiverName,
  type Sender,
  senderName,
} from './paths.ts';

export interface PathMap {
  readonly way: PathWay;
  readonly to: Receiver;
}

export interface ModelShape {
  readonly layers: number;
  readonly heads: number;
}

/** Heads, an MLP for each layer, and the embeddings. */
export function senderCount({ layers, heads }: ModelShape): number {
  return layers * heads + layers + 1;
}

export function senderIndex({ layer, head }: Sender, { layers, heads }: ModelShape): number {
  if (layer === null) return layers * heads + layers;
  return head === null ? layers * heads + layer : layer * heads + head;
}

export function senderAt(index: number, { layers, heads }: ModelShape): Sender {
  if (index < layers * heads) return { layer: Math.floor(index / heads), head: index % heads };
  const layer = index - layers * heads;
  return { layer: layer < layers ? layer : null, head: null };
}

const FIELDS = 4;

/** [map, 4]: place in PATH_WAYS, place in PATH_READS, layer and head of the receiver, -1 of the output. */
export function encodeMaps(maps: readonly PathMap[]): Int32Array {
  return Int32Array.from(
    maps.flatMap(({ way, to }) => [
      PATH_WAYS.indexOf(way),
      PATH_READS.indexOf(to.read),
      to.layer ?? -1,
      to.head ?? -1,
    ]),
  );
}

export function shapeOf(result: NamedTensors): ModelShape {
  return { layers: scalarOf(result, 'paths.layers') ?? 0, heads: scalarOf(result, 'paths.heads') ?? 0 };
}

export function mapsOf(result: NamedTensors): PathMap[] {
  const { shape, data } = tensorOf(result, 'paths.maps');
  return Array.from({ length: shape[0] ?? 0 }, (_, map) => {
    const [way = 0, read = 0, layer = -1, head = -1] = data.subarray(map * FIELDS, (map + 1) * FIELDS);
    return {
      way: PATH_WAYS[way] ?? 'with_mlps',
      to: {
        layer: layer < 0 ? null : layer,
        head: head < 0 ? null : head,
        read: PATH_READS[read] ?? 'output',
      },
    };
  });
}

/** 'with_mlps_to_l5h9_q', 'direct_to_output': the name of a map's quantity. */
export function mapName({ way, to }: PathMap): string {
  return `${way}_to_${receiverName(to).toLowerCase().replace('.', '_')}`;
}

/**
 * What the 95 % interval says against the margin, by {@link beyondMargin} with q over all paths: 'sends' above it, 'opposes' below minus
 * that, 'nothing' within; 'untested': there is no interval.
 */
export type PathVerdict = 'sends' | 'opposes' | 'nothing' | 'undecided' | 'untested';

const VERDICTS = {
  above: 'sends',
  below: 'opposes',
  within: 'nothing',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<IntervalVerdict, PathVerdict>;

export interface PathEffect {
  readonly map: number;
  readonly from: Sender;
  readonly name: string;
  readonly verdict: PathVerdict;
  /** Pairs with a value. */
  readonly n: number;
  /** Share of the way; null: undefined. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly q: number | null;
}

/** The senders of a map that were asked for, in the order of senders. */
export function effectsOfMap(result: NamedTensors, map: number): PathEffect[] {
  const shape = shapeOf(result);
  const margin = scalarOf(result, 'paths.margin') ?? 0;
  const count = senderCount(shape);
  const { data: means } = tensorOf(result, 'paths.share');
  const { data: asked } = tensorOf(result, 'paths.asked');
  const at = (suffix: string, place: number) => orNull(tensorOf(result, `paths.share_${suffix}`).data[place]);
  return Array.from({ length: count }, (_, index) => index).flatMap((index): PathEffect[] => {
    const place = map * count + index;
    if (asked[place] !== 1) return [];
    const from = senderAt(index, shape);
    const numbers = {
      low: at('interval', 2 * place),
      high: at('interval', 2 * place + 1),
      q: at('q', place),
    };
    return [
      {
        map,
        from,
        name: senderName(from),
        verdict: VERDICTS[beyondMargin(numbers, numbers.q, margin)],
        n: at('n', place) ?? 0,
        mean: orNull(means[place]),
        p: at('p', place),
        ...numbers,
      },
    ];
  });
}

/** The map with the strongest path. */
export function strongestMap(result: NamedTensors): number {
  const all = mapsOf(result).flatMap((_, map) => effectsOfMap(result, map));
  return byStrength(all)[0]?.map ?? 0;
}

/** What sends most first, whichever way it goes; undefined ones last. */
export function byStrength(effects: readonly PathEffect[]): PathEffect[] {
  const size = ({ mean }: PathEffect) => (mean === null ? -1 : Math.abs(mean));
  return effects.toSorted((a, b) => size(b) - size(a));
}
