/**
 * Texts as a screen reads them under a model: what is foretold at every token, what a prediction comes from, and the logit lens. The
 * forward pass of the last few stays in memory, so that a pointer that goes from token to token waits for arithmetic alone.
 */
import { LOGIT, SUMS, TOTAL } from '../../../core/analyses/attribution/components.ts';
import { furthestFromZero } from '../../../core/statistics/furthest-from-zero.ts';
import type { AttributionFacts } from '../../../core/analyses/attribution/text-attribution.ts';
import { readBy } from '../../../core/analyses/attribution/readers.ts';
import { type NamedTensors, tensorOf } from '../../../core/analyses/named-tensor.ts';
import { patternHook } from '../../../core/architectures/hook-names.ts';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { ModelProbe } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type {
  AttributionRequest,
  ForetoldToken,
  LensGrid,
  LensRequest,
  Predictions,
} from '../../../shared/predictions.ts';
import type { LoadedModel } from '../models/library.ts';
import { idsOf } from '../models/pattern-probe.ts';
import type { OpenModels } from '../models/open-models.ts';
import { Recent } from '../pairs/recent.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkedIds } from '../tokenizers/statement-ids.ts';
import { untilCancelled } from '../threads/until-cancelled.ts';
import { attribute } from './attribute.ts';
import { ColumnSource } from './columns.ts';
import { type LensReading, readLens } from './read-lens.ts';
import {
  bytesOfActivations,
  checkHasLogits,
  normOrder,
  readTexts,
  type TextActivations,
} from './text-activations.ts';

/** Bytes of forward passes that stay. */
const MEMORY = 128 * 2 ** 20;
/** Tokens that are foretold at a position, as a screen shows them. */
const TOP = 5;
/** Neurons that are named. */
const NEURONS = 10;
/** Tokens of a text whose streams are all read at once; logits of more would take much memory. */
const LONGEST = 512;
/** Bytes of the logits of one stream. */
const LOGIT_BYTES = 64 * 2 ** 20;

interface ReadText {
  readonly activations: TextActivations;
  /** Of the last stream, by position, with what the text has there as the one id that is asked for. */
  readonly last: readonly LensReading[];
}

export class TextReadings {
  readonly #models: OpenModels;
  readonly #texts = new Recent<ReadText>(MEMORY, ({ activations }) => bytesOfActivations(activations));

  constructor(models: OpenModels) {
    this.#models = models;
  }

  /** @throws PairlensError BAD_REQUEST without logits; CANCELLED; what opening and running the model throws */
  predictions(input: ModelProbe, signal?: AbortSignal): Promise<Predictions> {
    return this.#use(input, signal, async (model, ids) => {
      const { last } = await this.#read(model, ids, signal);
      const text = 'text' in input ? input.text : null;
      const owns = ownTokens(model, ids);
      return {
        tokens: model.tokenizer?.describe(text, [...ids]) ?? idsAsTokens([...ids]),
        causal: model.causal,
        positions: last.map((reading, position) => {
          const id = owns[position];
          const [logit] = reading.logits;
          const [rank] = reading.ranks;
          return {
            top: reading.topIds
              .slice(0, TOP)
              .map((top, at) => foretold(model, top, reading.topLogits[at], reading)),
            own:
              id === undefined || rank === undefined
                ? null
                : { ...foretold(model, id, logit, reading), rank: rank + 1 },
          };
        }),
      };
    });
  }

  /**
   * @returns the bytes of a safetensors file: `heads` [layer, head], `by_source` and `attention` [layer, head, token], `mlp` [layer],
   *   float32; in the metadata `facts`, the JSON of AttributionFacts
   * @throws PairlensError INPUT_INVALID for a position outside; BAD_REQUEST without logits; CANCELLED; what running the model throws
   */
  async attribution(input: AttributionRequest, signal?: AbortSignal): Promise<Blob> {
    const bytes = await this.#use(input, signal, async (model, ids) => {
      const { position, neuronsOf } = input;
      if (position >= ids.length)
        throw new PairlensError(
          'INPUT_INVALID',
          `position ${position} is outside the text, which has ${ids.length} tokens, counted from 0`,
          { position, tokens: ids.length },
        );
      if (neuronsOf !== undefined && neuronsOf >= model.dimensions.layers)
        throw new PairlensError('NOT_FOUND', `there is no layer ${neuronsOf}`, { layer: neuronsOf });
      const { activations, last } = await this.#read(model, ids, signal);
      const reading = last[position];
      const target = input.target ?? reading?.topIds[0];
      if (target === undefined || reading === undefined || target >= model.dimensions.vocabularySize)
        throw new PairlensError(
          'INPUT_INVALID',
          `there is no token ${target ?? ''}; the vocabulary has ids 0 to ${model.dimensions.vocabularySize - 1}`,
        );
      const source = new ColumnSource(model);
      await source.read([target]);
      const columns = source.of([[[target, 1]]]);
      const hasMlp = model.weights.has('blocks.0.mlp.W_out');
      const wanted = { sources: true, neurons: neuronsOf === undefined || !hasMlp ? [] : [neuronsOf] };
      const asked = [{ text: activations, position, columns }];
      const [tensors = new Map()] = await attribute(model, asked, wanted, signal);
      const logit = logitOf(model, tensors, activations, position, columns);
      return encode(model, tensors, activations, position, {
        target: foretold(model, target, logit, reading),
        logit,
        total: tensorOf(tensors, TOTAL).data[0] ?? Number.NaN,
        shares: normOrder(model) === 'post',
        embeddings: sumOf(tensors, ['embed', 'pos_embed', 'type_embed']),
        biases: sumOf(tensors, SUMS.biases),
        neurons: neuronsOf === undefined ? [] : topNeurons(tensors, neuronsOf),
      });
    });
    return new Blob([bytes]);
  }

  /** @throws as {@link predictions}; SENTENCE_TOO_LONG for more than can be read at once */
  lens(input: LensRequest, signal?: AbortSignal): Promise<LensGrid> {
    return this.#use(input, signal, async (model, ids) => {
      if (ids.length > LONGEST)
        throw new PairlensError(
          'SENTENCE_TOO_LONG',
          `${ids.length} tokens are more than the lens shows at once, which are ${LONGEST}`,
          { tokens: ids.length },
        );
      const { layers, vocabularySize } = model.dimensions;
      const { target } = input;
      if (target !== undefined && target >= vocabularySize)
        throw new PairlensError('INPUT_INVALID', `there is no token ${target} in the vocabulary`);
      const { last } = await this.#read(model, ids, signal);
      const targets = last.map(({ topIds }) => target ?? topIds[0] ?? 0);
      const streams = Array.from({ length: layers + 1 }, (_, stream) => stream);
      const places = targets.map((id, position) => ({ position, targets: [id] }));
      const read = await readPlaces(model, ids, places, streams, signal);
      const text = 'text' in input ? input.text : null;
      return {
        tokens: model.tokenizer?.describe(text, [...ids]) ?? idsAsTokens([...ids]),
        targets: targets.map((id) => ({ id, text: spelled(model, id) })),
        streams: streams.map((stream) =>
          read.map((ofPlace) => {
            const reading = ofPlace[stream];
            if (reading === undefined) throw new PairlensError('INTERNAL', `stream ${stream} was not read`);
            const [id = 0] = reading.topIds;
            return {
              top: foretold(model, id, reading.topLogits[0], reading),
              rank: (reading.ranks[0] ?? 0) + 1,
              probability: Math.exp((reading.logits[0] ?? Number.NaN) - reading.logSumExp),
            };
          }),
        ),
      };
    });
  }

  #use<Result>(
    input: ModelProbe,
    signal: AbortSignal | undefined,
    use: (model: LoadedModel, ids: readonly number[]) => Promise<Result>,
  ): Promise<Result> {
    return untilCancelled(signal, () =>
      this.#models.use(
        input.name,
        () => undefined,
        (model) => {
          signal?.throwIfAborted();
          checkHasLogits(model);
          return use(model, checkedIds({ text: null, ids: idsOf(model, input) }, model));
        },
        undefined,
        signal,
      ),
    );
  }

  #read(model: LoadedModel, ids: readonly number[], signal: AbortSignal | undefined): Promise<ReadText> {
    return this.#texts.get(`${model.weightsHash} ${ids.join(' ')}`, async () => {
      const [activations] = await readTexts(model, [{ ids }], true);
      if (activations === undefined) throw new PairlensError('INTERNAL', 'the text was not read');
      const places = ownTokens(model, ids).map((own, position) => ({
        position,
        targets: own === undefined ? [] : [own],
      }));
      const read = await readPlaces(model, ids, places, [model.dimensions.layers], signal);
      return { activations, last: read.flatMap(([reading]) => reading ?? []) };
    });
  }
}

/** What the text has where a token is foretold: of a decoder the next one, none at the end. */
function ownTokens({ causal }: LoadedModel, ids: readonly number[]): (number | undefined)[] {
  return ids.map((id, position) => (causal ? ids[position + 1] : id));
}

/** As many places at a time as memory bears. @returns by place and stream */
async function readPlaces(
  model: LoadedModel,
  ids: readonly number[],
  places: readonly { readonly position: number; readonly targets: readonly number[] }[],
  streams: readonly number[],
  signal: AbortSignal | undefined,
): Promise<LensReading[][]> {
  const most = Math.max(1, Math.floor(LOGIT_BYTES / (4 * model.dimensions.vocabularySize)));
  const read: LensReading[][] = [];
  for (let first = 0; first < places.length; first += most) {
    signal?.throwIfAborted();
    const [own = []] = await readLens(model, [{ ids }], [places.slice(first, first + most)], streams);
    read.push(...own);
  }
  return read;
}

function foretold(
  model: LoadedModel,
  id: number,
  logit: number | undefined,
  { logSumExp }: LensReading,
): ForetoldToken {
  return { id, text: spelled(model, id), probability: Math.exp((logit ?? Number.NaN) - logSumExp) };
}

function spelled({ tokenizer }: LoadedModel, id: number): string {
  return tokenizer?.describe(null, [id])[0]?.text ?? `#${id}`;
}

/** From the model's last stream, not from the parts: an encoder's through the units of its head. */
function logitOf(
  model: LoadedModel,
  tensors: NamedTensors,
  { of, tokens }: TextActivations,
  position: number,
  { readers, bias }: { readonly readers: Float64Array; readonly bias: Float64Array },
): number {
  if (tensors.has('head_units')) return sumOf(tensors, ['head_units', 'unembed_bias']);
  const final = of.get('resid_final') ?? new Float32Array();
  const { dModel } = model.dimensions;
  if (final.length !== tokens * dModel)
    throw new PairlensError('INTERNAL', `${LOGIT}: the last stream was not read`);
  return (readBy(readers, final, dModel, position * dModel)[0] ?? Number.NaN) + (bias[0] ?? 0);
}

function sumOf(tensors: NamedTensors, names: readonly string[]): number {
  let sum = 0;
  for (const name of names) for (const value of tensors.get(name)?.data ?? []) sum += value;
  return sum;
}

function topNeurons(tensors: NamedTensors, layer: number): { neuron: number; value: number }[] {
  const neurons = tensors.get('neurons');
  if (neurons === undefined) return [];
  const [, size = 0] = neurons.shape;
  const own = Float64Array.from(neurons.data.subarray(layer * size, (layer + 1) * size));
  return furthestFromZero(own, NEURONS).map((neuron) => ({ neuron, value: own[neuron] ?? Number.NaN }));
}

function encode(
  { dimensions: { layers, heads } }: LoadedModel,
  tensors: NamedTensors,
  { of, tokens }: TextActivations,
  position: number,
  facts: AttributionFacts,
): Uint8Array<ArrayBuffer> {
  const attention = new Float32Array(layers * heads * tokens);
  for (let place = 0; place < layers * heads; place++) {
    const pattern = of.get(patternHook(Math.floor(place / heads)));
    const from = ((place % heads) * tokens + position) * tokens;
    if (pattern !== undefined) attention.set(pattern.subarray(from, from + tokens), place * tokens);
  }
  const valuesOf = (name: string) => Float32Array.from(tensors.get(name)?.data ?? []);
  const shown = [
    ['heads', [layers, heads], valuesOf('heads')],
    ['by_source', [layers, heads, tokens], valuesOf('heads_by_source')],
    ['attention', [layers, heads, tokens], attention],
    ['mlp', [tensors.has('mlp') ? layers : 0], valuesOf('mlp')],
  ] as const;
  return writeSafetensors(new Map(shown.map(([name, shape, data]) => [name, { shape: [...shape], data }])), {
    facts: JSON.stringify(facts),
  });
}
