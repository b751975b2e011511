/**
 * The names of parameters, those of TransformerLens' state dicts; families are held to this list by the compiler.
 * docs/architecture.md has their axes.
 */
import type { BlockName, NormName } from './hook-names.ts';

/** What projects the stream to queries, keys and values. */
export type ProjectionParameter = `${'W' | 'b'}_${'Q' | 'K' | 'V'}`;

/** A normalisation that has a gain, w, and may have a shift, b. */
export type NormOwner = NormName | 'embed.ln' | 'mlm_head.ln';

/** An affine map by the beginning and the end of its names: owner.W_end and owner.b_end. */
export type MapOwner = `${BlockName}.mlp` | 'unembed';
export type MapEnd = 'in' | 'out' | 'gate' | 'U';

export type ParameterName =
  | 'embed.W_E'
  | 'pos_embed.W_pos'
  | 'embed.embed.W_E'
  | 'embed.pos_embed.W_pos'
  | 'embed.token_type_embed.W_token_type'
  | `${BlockName}.attn.${ProjectionParameter | 'W_O' | 'b_O'}`
  | `${MapOwner}.${'W' | 'b'}_${MapEnd}`
  | `mlm_head.${'W' | 'b'}`
  | `${NormOwner}.${'w' | 'b'}`;
