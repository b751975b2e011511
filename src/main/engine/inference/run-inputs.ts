import type { Replacements } from './replacement.ts';
import type { LensPlaces } from './lens-places.ts';
import type { Targets } from './targets.ts';

/** What a run takes besides tokens. */
export interface RunInputs {
  /** Of hook points that the graph can replace; those that are left out keep their values. */
  readonly replacements?: Replacements;
  /** For chosen_logits and loss, which need them. */
  readonly targets?: Targets;
  /** Where the logit lens is read, for its outputs. */
  readonly lens?: LensPlaces;
}
