import type { Value } from '../onnx/graph.ts';
import { add } from '../onnx/operators.ts';
import { type Attention, selfAttention } from './attention.ts';
import { blockNorms } from './block-norms.ts';
import { blockName, type StreamPlace } from './hook-names.ts';
import type { HookedNorm } from './layer-norm.ts';
import type { FeedForward } from './mlp.ts';
import type { ModelBuilder } from './model-builder.ts';

export interface PreNormBlock {
  /** Of what attention reads. */
  readonly ln1: HookedNorm;
  readonly attention: Attention;
  /** Of what the feed-forward layer reads. */
  readonly ln2: HookedNorm;
  readonly feedForward: FeedForward;
  /** 'parallel': the feed-forward layer reads what enters the block, not what attention has added to. */
  readonly residual: 'sequential' | 'parallel';
}

/**
 * The block of decoders since GPT-2, which normalise what a layer reads and leave the residual stream alone. Hook points,
 * named and meant as in TransformerLens' TransformerBlock, [batch, pos, dModel] each:
 *
 *   hook_resid_pre                what enters
 *   hook_attn_out, hook_resid_mid = resid_pre + attn_out (not where the layers are parallel)
 *   hook_mlp_out, hook_resid_post = resid_mid + mlp_out; parallel: resid_pre + attn_out + mlp_out
 *
 * @param layer its number
 * @param x [batch, pos, dModel]
 * @returns what the next block gets, of the same shape
 */
export function preNormBlock(
  model: ModelBuilder,
  layer: number,
  x: Value,
  { ln1, attention, ln2, feedForward, residual }: PreNormBlock,
  mask: Value,
  dModel: number,
): Value {
  const { graph } = model;
  const block = blockName(layer);
  const stream = (hook: StreamPlace, value: Value) =>
    model.hook(`${block}.${hook}`, value, ['batch', 'pos', dModel]);

  const residPre = stream('hook_resid_pre', x);
  const read = ln1.apply(`${block}.ln1`, residPre);
  const attnOut = stream('hook_attn_out', selfAttention(model, block, read, attention, mask));
  const sum = add(graph, residPre, attnOut);
  const residMid = residual === 'sequential' ? stream('hook_resid_mid', sum) : sum;
  const readNext = ln2.apply(`${block}.ln2`, residual === 'sequential' ? residMid : residPre);
  const mlpOut = stream('hook_mlp_out', feedForward.apply(block, readNext));
  const residPost = stream('hook_resid_post', add(graph, residMid, mlpOut));
  // Where the layers are parallel the second one reads what attention has not added to: it mixes no tokens.
  const then =
    residual === 'sequential' && ln2.frozen !== null
      ? { order: 'pre' as const, norm: ln2.frozen, mlp: feedForward.mlp }
      : null;
  blockNorms(model, layer, { attention, dModel, then });
  return residPost;
}
