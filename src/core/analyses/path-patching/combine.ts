/** From what each pair comes to, path by path, to what the analysis comes to. L layers, H heads, S senders. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { clustersAmong, measuredPositions } from '../too-few.ts';
import { encodeMaps, type ModelShape, type PathMap, senderCount, senderIndex } from './maps.ts';
import { type Path, receiverName } from './paths.ts';

/** Of the receivers of these paths, way by way. */
export function mapsOfPaths(paths: readonly Path[]): PathMap[] {
  const maps = new Map<string, PathMap>();
  for (const { way, to } of paths) maps.set(`${way} ${receiverName(to)}`, { way, to });
  return [...maps.values()];
}

/** [path] the place of each in [map, S]. */
function placesOf(paths: readonly Path[], maps: readonly PathMap[], shape: ModelShape): Int32Array {
  const numbers = new Map(maps.map(({ way, to }, map) => [`${way} ${receiverName(to)}`, map]));
  return Int32Array.from(
    paths,
    ({ way, from, to }) =>
      (numbers.get(`${way} ${receiverName(to)}`) ?? 0) * senderCount(shape) + senderIndex(from, shape),
  );
}

/**
 * What a pair comes to, as it is stored.
 * @param shares [path]; null for a pair that was left out
 * @returns `heads` [map, layer, head] and `others` [map, L + 1], MLPs and the embeddings; NaN where nothing was asked
 */
export function partOfPaths(
  shares: Float64Array | null,
  paths: readonly Path[],
  shape: ModelShape,
): NamedTensors {
  const maps = mapsOfPaths(paths);
  const { layers, heads } = shape;
  const count = senderCount(shape);
  const all = new Float64Array(maps.length * count).fill(Number.NaN);
  const places = placesOf(paths, maps, shape);
  shares?.forEach((share, path) => (all[places[path] as number] = share));
  const own = new Float64Array(maps.length * layers * heads);
  const others = new Float64Array(maps.length * (layers + 1));
  maps.forEach((_, map) => {
    const row = all.subarray(map * count, (map + 1) * count);
    own.set(row.subarray(0, layers * heads), map * layers * heads);
    others.set(row.subarray(layers * heads), map * (layers + 1));
  });
  return new Map([
    ['heads', namedTensor({ map: maps.length, layer: layers, head: heads }, own)],
    ['others', namedTensor({ map: maps.length, other: layers + 1 }, others)],
  ]);
}

export interface CombinedPaths {
  readonly parts: Iterable<PartOfItem>;
  readonly paths: readonly Path[];
  readonly shape: ModelShape;
  /** By place in the plan; null where each pair is a unit. */
  readonly cluster: ((position: number) => number) | null;
  /** Whether the keys of the reference values are wanted: of one pair of token ids. */
  readonly asArrays: boolean;
}

/**
 * @returns (docs/science.md, _Path patching_) `paths.share` [map, sender] with `…_interval`, `…_n`, `…_p`, `…_q` (q over all
 *   paths); `paths.maps` [map, 4]; `paths.asked` [map, sender]; `paths.layers`, `paths.heads`, `paths.margin`; where asArrays,
 *   `path_patching.WAY_READ` [from_layer, from_head, to_layer, to_head]. It yields the share that is done.
 */
export function* combinePaths(
  { parts, paths, shape, cluster, asArrays }: CombinedPaths,
  { seed, margin }: { readonly seed: number; readonly margin: number },
): Generator<number, NamedTensors, void> {
  const maps = mapsOfPaths(paths);
  const { layers, heads } = shape;
  const count = senderCount(shape);
  const asked = new Int32Array(maps.length * count);
  for (const place of placesOf(paths, maps, shape)) asked[place] = 1;
  const result = new Map<string, NamedTensor>([
    ['paths.maps', namedTensor({ map: maps.length, field: 4 }, encodeMaps(maps))],
    ['paths.asked', namedTensor({ map: maps.length, sender: count }, asked)],
    ['paths.layers', scalar(layers)],
    ['paths.heads', scalar(heads)],
    ['paths.margin', scalar(margin)],
  ]);
  const gathering = gatherParts(parts, (name) => name === 'heads' || name === 'others');
  let step = gathering.next();
  while (step.done !== true) {
    yield 0;
    step = gathering.next();
  }
  const own = step.value.get('heads');
  const others = step.value.get('others');
  if (own === undefined || others === undefined) return result;
  const items = own.positions.length;
  const values = new Float64Array(items * maps.length * count);
  for (let item = 0; item < items; item++)
    for (let map = 0; map < maps.length; map++) {
      const row = item * maps.length + map;
      values.set(own.values.subarray(row * layers * heads, (row + 1) * layers * heads), row * count);
      values.set(
        others.values.subarray(row * (layers + 1), (row + 1) * (layers + 1)),
        row * count + layers * heads,
      );
    }
  const gathered = {
    axes: ['map', 'sender'],
    shape: [maps.length, count],
    positions: own.positions,
    values,
  };
  const means = itemMeans('paths.share', gathered, { range: [null, null], signed: true, seed, cluster });
  for (const [name, tensor] of yield* means) result.set(name, tensor);
  result.set('paths.clusters', scalar(clustersAmong(measuredPositions(gathered), cluster)));
  if (asArrays) for (const [name, tensor] of arraysOf(maps, shape, values)) result.set(name, tensor);
  return result;
}

/** As reference values have them: [from_layer, from_head, to_layer, to_head], NaN where there is no path. */
function arraysOf(
  maps: readonly PathMap[],
  { layers, heads }: ModelShape,
  values: Float64Array,
): [string, NamedTensor][] {
  const places = layers * heads;
  const count = senderCount({ layers, heads });
  const arrays = new Map<string, Float64Array>();
  maps.forEach(({ way, to }, map) => {
    if (to.layer === null || to.head === null) return;
    const name = `path_patching.${way}_${to.read}`;
    const data = arrays.get(name) ?? new Float64Array(places ** 2).fill(Number.NaN);
    arrays.set(name, data);
    const receiver = to.layer * heads + to.head;
    for (let sender = 0; sender < places; sender++)
      data[sender * places + receiver] = values[map * count + sender] as number;
  });
  const sizes = { from_layer: layers, from_head: heads, to_layer: layers, to_head: heads };
  return Array.from(arrays, ([name, data]) => [name, namedTensor(sizes, data)]);
}
