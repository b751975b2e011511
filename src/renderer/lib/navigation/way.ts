/** A way on from where something is missing: what a button says, and where it leads. */
import type { RouteInput } from './route.ts';

export interface Way {
  readonly words: string;
  readonly to: RouteInput;
}
