/**
 * The names of hook points, TransformerLens' own: those who declare a hook point, read it, draw it or put it into words
 * are held to this list by the compiler. docs/architecture.md has their axes.
 */

/** The values that a normalisation shows. */
type NormValue = 'hook_scale' | 'hook_normalized';

/** The residual stream where something enters or leaves it, [batch, pos, dModel]. */
export type StreamPlace =
  | 'hook_resid_pre'
  | 'hook_attn_out'
  | 'hook_resid_mid'
  | 'hook_normalized_resid_mid'
  | 'hook_mlp_out'
  | 'hook_resid_post'
  | 'hook_normalized_resid_post';

type AttentionPlace = `attn.hook_${'q' | 'k' | 'v' | 'rot_q' | 'rot_k' | 'attn_scores' | 'pattern' | 'z'}`;

type MlpPlace = `mlp.hook_${'pre' | 'pre_linear' | 'post'}`;

/** Where in a block a hook point is: its name without the block's. */
export type BlockPlace = StreamPlace | AttentionPlace | MlpPlace | `${'ln1' | 'ln2'}.${NormValue}`;

/** A hook point before the first block or after the last. */
export type EdgeHook =
  | 'hook_embed'
  | 'hook_pos_embed'
  | `embed.hook_${'embed' | 'pos_embed' | 'token_type_embed'}`
  | 'hook_full_embed'
  | `ln_final.${NormValue}`
  | 'resid_final'
  | 'logits';

/** 'blocks.0' */
export type BlockName = `blocks.${number}`;

export type HookName = EdgeHook | `${BlockName}.${BlockPlace}`;

/** A normalisation that has hook points. */
export type NormName = `${BlockName}.${'ln1' | 'ln2'}` | 'ln_final';

/** @param layer from 0 */
export function blockName(layer: number): BlockName {
  return `blocks.${layer}`;
}

/** The attention of a layer, [batch, head, query, key]. */
export function patternHook(layer: number): HookName {
  return `${blockName(layer)}.attn.hook_pattern`;
}

/** What the heads of a layer read out, [batch, pos, head, dHead]. */
export function zHook(layer: number): HookName {
  return `${blockName(layer)}.attn.hook_z`;
}

/** The residual stream as it enters a layer, [batch, pos, dModel]. */
export function residPreHook(layer: number): HookName {
  return `${blockName(layer)}.hook_resid_pre`;
}

/** The residual stream as it leaves a layer, [batch, pos, dModel]. */
export function residPostHook(layer: number): HookName {
  return `${blockName(layer)}.hook_resid_post`;
}

/** The values of the heads of a layer, [batch, pos, head, dHead]; as many heads as there are key-value heads. */
export function vHook(layer: number): HookName {
  return `${blockName(layer)}.attn.hook_v`;
}

/** One name for a hook point of all layers, whose tensors are stacked: 'blocks.*.attn.hook_z' */
export function inEveryLayer<Place extends BlockPlace>(place: Place): `blocks.*.${Place}` {
  return `blocks.*.${place}`;
}

/**
 * Takes a name apart: 'blocks.3.attn.hook_z' is 'attn.hook_z' in layer 3. The layer is null, and `place` the whole name,
 * before the first block and after the last.
 */
export function placeOf(name: string): { readonly layer: number | null; readonly place: string } {
  const [, layer, place] = /^blocks\.(\d+)\.(.+)$/.exec(name) ?? [];
  return layer === undefined || place === undefined
    ? { layer: null, place: name }
    : { layer: Number(layer), place };
}

/** The hook point at the same place of another layer; itself where it is in no block. */
export function inLayer(name: string, layer: number): string {
  const { layer: own, place } = placeOf(name);
  return own === null ? name : `${blockName(layer)}.${place}`;
}

/** What a language-model head gives: [batch, pos, vocabulary]. */
export const LOGITS = 'logits';
