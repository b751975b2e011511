import type { Activation } from './hooked-session.ts';
import type { Replacements } from './replacement.ts';
import type { LensPlaces } from './lens-places.ts';
import type { Targets } from './targets.ts';

/** What a run takes besides tokens. */
export interface RunInputs {
  /** Of hook points that the graph can replace; those that are left out keep their values. */
  readonly replacements?: Replacements;
  /** For chosen_logits and loss, which need them. */
  readonly targets?: Targets;
  /** Where the run begins; without it with the tokens. */
  readonly start?: RunStart;
  /** Where the logit lens is read, for its outputs. */
  readonly lens?: LensPlaces;
}

/** The residual stream as it enters a block: nothing before it is computed. */
export interface RunStart {
  /** 'blocks.3.hook_resid_pre' */
  readonly hook: string;
  /** [batch, pos, dModel], as padded as the batch. */
  readonly values: Activation;
}
