/**
 * Interventions: something else in the place of what a model computes at a hook point, and the model goes on computing
 * with it. Ablation and activation patching are both this; docs/interventions.md has the definitions.
 */
import type { Activation } from '../inference/hooked-session.ts';
import type { Mask } from '../inference/replacement.ts';
import type { Recording } from './recording.ts';

/** What is put in. */
export type InterventionValue =
  /** Zero ablation. */
  | { readonly kind: 'zero' }
  /**
   * Mean ablation by the input itself: the mean of the value over the real positions of its row (of queries, for scores
   * and pattern), with what interventions before it in the model have done to it.
   */
  | { readonly kind: 'mean' }
  /** These very values. Each axis has the hook point's size there, or 1. meanOver makes such tensors, too. */
  | { readonly kind: 'tensor'; readonly tensor: Activation }
  /**
   * Patching: what was recorded at the same hook point, head and position of another input, of as many rows, or of one
   * for all rows. Resample ablation is this, with another text drawn at random.
   */
  | { readonly kind: 'recorded'; readonly recording: Recording };

/** A field that is left out restricts nothing. Padding is never replaced. */
export interface Intervention {
  /** TransformerLens name. */
  readonly hook: string;
  /** For hook points with a head axis. Keys and values may have fewer heads than queries: then theirs are meant. */
  readonly heads?: readonly number[];
  /** From 0, in every row; of queries, for scores and pattern. Each has to be a token of every row. */
  readonly positions?: readonly number[];
  /** Where to replace; each axis has the hook point's size there, or 1. */
  readonly mask?: Mask;
  readonly value: InterventionValue;
}
