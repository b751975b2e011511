/** Which neurons an analysis is of, and what they write. K neurons, W written tokens. */
import {
  drawNeurons,
  largestNeurons,
  type NeuronPlace,
  readNeurons,
} from '../../../../core/analyses/neurons/chosen.ts';
import type { NeuronsOptions } from '../../../../core/analyses/neurons/options.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import { blockName } from '../../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { namedToken } from '../../effects/named-token.ts';
import type { LoadedModel } from '../../models/library.ts';
import { Turn } from '../../threads/turns.ts';
import {
  type FinalNorm,
  finalNorm,
  logitsOf,
  readsOffStream,
  throughNorm,
  unembeddingOf,
} from './directions.ts';

/** @throws PairlensError BAD_REQUEST for a model without feed-forward layers */
export function countsOf({ name, dimensions, weights }: LoadedModel) {
  const [neurons = 0] = weights.shapes.get(writes(0)) ?? [];
  if (dimensions.layers > 0 && neurons > 0) return { layers: dimensions.layers, neurons };
  throw new PairlensError('BAD_REQUEST', `${name} has no feed-forward layers, and so no neurons`, {
    model: name,
  });
}

/**
 * The neurons that are named; else those of all layers whose writing is most of the token, up or down, by
 * its length; else some drawn at random.
 * @returns `neurons` [K, 2] layer and neuron; where logits are read off the stream `write_ids` and `writes` [K, 2, W]: the tokens
 *   raised most and those lowered most, with logits for a unit of activation; where a token was searched `searched_id` and
 *   `searched` [K], what each writes of it
 */
export async function chosenNeurons(
  model: LoadedModel,
  options: NeuronsOptions,
  signal?: AbortSignal,
): Promise<NamedTensors> {
  const counts = countsOf(model);
  const isWritten = readsOffStream(model);
  const searchedId = options.token === '' ? null : tokenOf(model, options.token);
  const norm = await finalNorm(model);
  const named = readNeurons(options.neurons, counts);
  const ofToken =
    searchedId === null ? null : await writesOfToken(model, searchedId, norm, counts.neurons, signal);
  const places =
    named.length > 0
      ? named
      : ofToken === null
        ? drawNeurons(counts, options.most, options.seed)
        : largestNeurons(ofToken.shares, counts.neurons, options.most);
  const result = new Map<string, NamedTensor>([
    [
      'neurons',
      namedTensor(
        { neuron: places.length, of: 2 },
        Int32Array.from(places.flatMap(({ layer, neuron }) => [layer, neuron])),
      ),
    ],
  ]);
  if (isWritten)
    for (const [name, tensor] of await written(model, places, norm, options.written, signal))
      result.set(name, tensor);
  if (ofToken !== null && searchedId !== null) {
    const values = places.map(
      ({ layer, neuron }) => ofToken.logits[layer * counts.neurons + neuron] ?? Number.NaN,
    );
    result.set('searched_id', scalar(searchedId));
    result.set('searched', namedTensor({ neuron: places.length }, Float64Array.from(values)));
  }
  return result;
}

/**
 * @param named as {@link namedToken} takes it
 * @throws PairlensError INPUT_INVALID for what is no token; BAD_REQUEST where logits are not read off the stream
 */
export function tokenOf(model: LoadedModel, named: string): number {
  const { name } = model;
  if (!readsOffStream(model))
    throw new PairlensError(
      'BAD_REQUEST',
      `${name} has no logits that are read off its stream, so its neurons cannot be searched by token`,
      { model: name },
    );
  const token = namedToken(named.trim(), model, 'refuse');
  if ('id' in token) return token.id;
  throw new PairlensError('INPUT_INVALID', `“${named}” ${token.problem}: neurons are searched by one`, {
    token: named,
  });
}

function writes(layer: number): string {
  return `${blockName(layer)}.mlp.W_out`;
}

/** Of every neuron, [layer, neuron]. */
interface OfToken {
  /** The token's logit for a unit of activation, above the mean of all tokens. */
  readonly logits: Float64Array;
  /** The same by the length of what it writes: how much of that is this token, whatever the scale of its activations. */
  readonly shares: Float64Array;
}

async function writesOfToken(
  model: LoadedModel,
  tokenId: number,
  norm: FinalNorm,
  neurons: number,
  signal: AbortSignal | undefined,
): Promise<OfToken> {
  const { layers, dModel } = model.dimensions;
  const direction = await unembeddingOf(model, tokenId, signal);
  const [logits, shares] = [new Float64Array(layers * neurons), new Float64Array(layers * neurons)];
  const turn = new Turn();
  for (let layer = 0; layer < layers; layer++) {
    signal?.throwIfAborted();
    const { data } = await model.weights.read(writes(layer));
    for (let neuron = 0; neuron < neurons; neuron++) {
      const vector = throughNorm(data.subarray(neuron * dModel, (neuron + 1) * dModel), norm);
      let [sum, squares] = [0, 0];
      for (let index = 0; index < dModel; index++) {
        const value = vector[index] ?? 0;
        sum += value * (direction[index] ?? 0);
        squares += value * value;
      }
      logits[layer * neurons + neuron] = sum;
      shares[layer * neurons + neuron] = squares === 0 ? 0 : sum / Math.sqrt(squares);
      if (neuron % 64 === 0 && turn.isOver) await turn.give();
    }
  }
  return { logits, shares };
}

async function written(
  model: LoadedModel,
  places: readonly NeuronPlace[],
  norm: FinalNorm,
  count: number,
  signal: AbortSignal | undefined,
): Promise<[string, NamedTensor][]> {
  const { dModel, vocabularySize } = model.dimensions;
  const directions: Float32Array[] = [];
  const ofLayer = new Map<number, Float32Array>();
  for (const { layer, neuron } of places) {
    signal?.throwIfAborted();
    // One layer's weights at a time, where neurons are named by layer.
    if (!ofLayer.has(layer)) {
      ofLayer.clear();
      ofLayer.set(layer, (await model.weights.read(writes(layer))).data);
    }
    const weights = ofLayer.get(layer) ?? new Float32Array();
    directions.push(throughNorm(weights.slice(neuron * dModel, (neuron + 1) * dModel), norm));
  }
  const most = Math.min(count, vocabularySize);
  const ids = new Int32Array(places.length * 2 * most);
  const logits = new Float32Array(ids.length);
  const look = (values: Float32Array, place: number) => {
    [1, -1].forEach((sign, end) =>
      extremes(values, most, sign).forEach((id, index) => {
        ids[(place * 2 + end) * most + index] = id;
        logits[(place * 2 + end) * most + index] = values[id] ?? 0;
      }),
    );
  };
  await logitsOf(model, directions, look, signal);
  const sizes = { neuron: places.length, end: 2, rank: most };
  return [
    ['write_ids', namedTensor(sizes, ids)],
    ['writes', namedTensor(sizes, logits)],
  ];
}

/** Ids of the largest values, or with -1 of the smallest, in order; ties go to the lower id. */
function extremes(values: Float32Array, most: number, sign: number): number[] {
  const kept: number[] = [];
  const of = (id: number) => sign * (values[id] ?? 0);
  for (let id = 0; id < values.length; id++) {
    const last = kept.at(-1);
    if (kept.length === most && last !== undefined && of(id) <= of(last)) continue;
    const at = kept.findIndex((other) => of(id) > of(other));
    kept.splice(at < 0 ? kept.length : at, 0, id);
    if (kept.length > most) kept.pop();
  }
  return kept;
}
