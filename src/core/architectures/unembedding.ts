/** From the stream to logits. */
import type { Value } from '../onnx/graph.ts';
import { add, gather, gemmTransposed, layerNormalization, reshape, unflatten } from '../onnx/operators.ts';
import type { Activation } from './activations.ts';
import { type HookedNorm, type LayerNorm, layerNorm } from './layer-norm.ts';
import { exposeLens, normalised } from './lens.ts';
import { type Linear, linear } from './linear.ts';
import { dotProducts, exposeLogits } from './logits.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface Unembedding {
  /** [vocabulary, dModel]; where the weights are tied, the embeddings. */
  readonly weight: Value;
  /** [vocabulary], where there is one. */
  readonly bias: Value | null;
  readonly vocabulary: number;
  readonly dModel: number;
}

/**
 * The dot products with the rows of the unembedding: the logits, [batch, pos, vocabulary], of which logits.ts says what is read. Parameters:
 * unembed.W_U [dModel, vocabulary], and unembed.b_U [vocabulary] where there is a bias.
 * @param x [batch, pos, dModel]
 * @returns what makes logits of any [batch, place, dModel]
 */
export function unembed(
  model: ModelBuilder,
  x: Value,
  { weight, bias, vocabulary, dModel }: Unembedding,
): (x: Value) => Value {
  const { graph } = model;
  model.parameter('unembed.W_U', model.weights.view(weight).transpose([1, 0]));
  if (bias) model.parameter('unembed.b_U', bias);
  const logitsOf = (stream: Value) => {
    // Gemm reads the embeddings as they are stored; MatMul would need them a second time, transposed.
    const rows = gemmTransposed(graph, reshape(graph, stream, [-1, dModel]), weight, bias);
    return unflatten(graph, rows, stream, vocabulary);
  };
  exposeLogits(model, {
    vocabulary,
    all: () => logitsOf(x),
    chosen: (ids) => {
      const products = dotProducts(model, x, gather(graph, weight, ids));
      return bias ? add(graph, products, gather(graph, bias, ids)) : products;
    },
  });
  return logitsOf;
}

export interface MaskedLanguageModelHead {
  /** Of the model, for the logit lens. */
  readonly layers: number;
  readonly transform: Linear;
  readonly activation: Activation;
  readonly norm: LayerNorm;
  readonly unembedding: Unembedding;
}

/**
 * The head of BERT's relatives: a transform of the stream, then the unembedding. Parameters: mlm_head.W [dModel, dModel],
 * mlm_head.b, mlm_head.ln.w, mlm_head.ln.b [dModel], and those of the unembedding.
 * @param x [batch, pos, dModel]
 */
export function maskedLanguageModelHead(
  model: ModelBuilder,
  x: Value,
  { layers, transform, activation, norm, unembedding }: MaskedLanguageModelHead,
): void {
  model.parameter('mlm_head.W', transform.weight);
  if (transform.bias) model.parameter('mlm_head.b', transform.bias);
  const activated = (stream: Value) => activation(model.graph, linear(model, stream, transform));
  const transformed = layerNorm(model, 'mlm_head.ln', activated(x), norm);
  const unembedded = unembed(model, transformed, unembedding);
  exposeLens(model, {
    layers,
    last: x,
    vocabulary: unembedding.vocabulary,
    logitsOf: (stream) =>
      unembedded(layerNormalization(model.graph, activated(stream), norm.scale, norm.shift, norm.epsilon)),
  });
}

export interface DecoderHead {
  /** For the logit lens: how many blocks there are, what leaves the last one, and the norm that it then goes through. */
  readonly streams: { readonly layers: number; readonly last: Value; readonly norm: HookedNorm };
  /** Whether config.json says that the embeddings are the unembedding, too. */
  readonly tied: boolean;
  /** [vocabulary, dModel] */
  readonly embeddings: Value;
  /** What the matrix may be called where it is not tied. */
  readonly names: readonly string[];
  /** Whether the checkpoint says that it was saved with a head; without, its parameters have no prefix. */
  readonly expected: boolean;
  readonly vocabulary: number;
  readonly dModel: number;
}

/**
 * The head of a decoder: the unembedding alone. A checkpoint that is not tied and was saved without one has no logits.
 * @param x [batch, pos, dModel], normalised
 * @throws CoreError TENSOR_MISSING where the checkpoint says that it was saved with one
 */
export function languageModelHead(
  model: ModelBuilder,
  x: Value,
  { streams, tied, embeddings, names, expected, vocabulary, dModel }: DecoderHead,
): void {
  const { weights } = model;
  // A tied checkpoint may hold the matrix a second time.
  if (tied) weights.leave(...names);
  if (!tied && !expected && !names.some((name) => weights.has(name))) return;
  const weight = tied ? embeddings : weights.take(names, [vocabulary, dModel]);
  const unembedded = unembed(model, x, { weight, bias: null, vocabulary, dModel });
  const { layers, last, norm } = streams;
  exposeLens(model, {
    layers,
    last,
    vocabulary,
    logitsOf: (stream) => unembedded(normalised(model, stream, norm.frozen)),
  });
}
