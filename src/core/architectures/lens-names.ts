/**
 * What a graph can read off the residual stream of any layer as if it were the last (the logit lens, nostalgebraist 2020):
 * the names of its outputs and of the inputs that they need. Streams are counted from 0: the one that enters block k, and
 * last, as many as there are blocks, the one that leaves the last block. docs/analyses/lens.md.
 */

/** Ids with the highest logits that are read at each place; all of a smaller vocabulary. */
export const LENS_TOP = 10;

/** Positions of each row that are read: int64 [batch, place]. */
export const LENS_POSITIONS = 'lens_positions';
/** Ids whose logits and ranks are read there: int64 [batch, place, choice]. */
export const LENS_TARGETS = 'lens_target_ids';

/** Of each stream: axes after [batch, place]. */
export const LENS_OUTPUTS = {
  /** The highest logits, the highest first, and their ids. */
  top_logits: 'top',
  top_ids: 'top',
  /** log Σ exp(logit) over the vocabulary. */
  log_sum_exp: null,
  chosen_logits: 'choice',
  /** How many ids have a higher logit. */
  ranks: 'choice',
} as const satisfies Readonly<Record<string, string | null>>;
export type LensQuantity = keyof typeof LENS_OUTPUTS;
export const LENS_QUANTITIES = Object.keys(LENS_OUTPUTS) as readonly LensQuantity[];

const PREFIX = 'lens.';

export function lensOutput(stream: number, quantity: LensQuantity): string {
  return `${PREFIX}${stream}.${quantity}`;
}

/** The stream that an output is of; null for any other name. */
export function streamOfLensOutput(name: string): number | null {
  const [, stream] = /^lens\.(\d+)\./.exec(name) ?? [];
  return stream === undefined ? null : Number(stream);
}
