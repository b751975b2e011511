import type { Value } from '../onnx/graph.ts';
import { add } from '../onnx/operators.ts';
import { type Attention, selfAttention } from './attention.ts';
import { blockNorms } from './block-norms.ts';
import { blockName, type StreamPlace } from './hook-names.ts';
import { type LayerNorm, layerNorm } from './layer-norm.ts';
import { type Mlp, mlp } from './mlp.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface PostNormBlock {
  readonly attention: Attention;
  /** After attention has been added. */
  readonly ln1: LayerNorm;
  readonly mlp: Mlp;
  /** After the MLP has been added. */
  readonly ln2: LayerNorm;
}

/**
 * The block of BERT's relatives, which normalise what they have added up (Vaswani et al. 2017). Hook points, named and
 * meant as in TransformerLens' BertBlock, [batch, pos, dModel] each:
 *
 *   hook_resid_pre                what enters
 *   hook_attn_out, hook_resid_mid = resid_pre + attn_out, hook_normalized_resid_mid = LN1(resid_mid)
 *   hook_mlp_out, hook_resid_post = normalized_resid_mid + mlp_out, hook_normalized_resid_post = LN2(resid_post)
 *
 * Parameters: ln1.w, ln1.b, ln2.w, ln2.b [dModel], and those of its layers.
 *
 * @param layer its number
 * @param x [batch, pos, dModel]
 * @returns what the next block gets, of the same shape
 */
export function postNormBlock(
  model: ModelBuilder,
  layer: number,
  x: Value,
  parts: PostNormBlock,
  mask: Value,
  dModel: number,
): Value {
  const { graph } = model;
  const block = blockName(layer);
  const stream = (hook: StreamPlace, value: Value) =>
    model.hook(`${block}.${hook}`, value, ['batch', 'pos', dModel]);

  const residPre = stream('hook_resid_pre', x);
  const attnOut = stream('hook_attn_out', selfAttention(model, block, residPre, parts.attention, mask));
  const residMid = stream('hook_resid_mid', add(graph, residPre, attnOut));
  const normalisedMid = stream(
    'hook_normalized_resid_mid',
    layerNorm(model, `${block}.ln1`, residMid, parts.ln1),
  );
  const mlpOut = stream('hook_mlp_out', mlp(model, block, normalisedMid, parts.mlp));
  const residPost = stream('hook_resid_post', add(graph, normalisedMid, mlpOut));
  const normalisedPost = stream(
    'hook_normalized_resid_post',
    layerNorm(model, `${block}.ln2`, residPost, parts.ln2),
  );
  const frozen = (norm: LayerNorm) => ({ ...norm, centred: true });
  const then = { order: 'post' as const, norm: frozen(parts.ln1), mlp: parts.mlp, last: frozen(parts.ln2) };
  blockNorms(model, layer, { attention: parts.attention, dModel, then });
  return normalisedPost;
}
