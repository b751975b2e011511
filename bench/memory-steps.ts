import type { Footprint } from './measure.ts';

/** What idle-memory-child.ts has done when it looks at its memory. */
export type MemoryStep = 'no model' | 'a pair' | 'a run' | 'a pair of 300 tokens' | 'idle' | 'closed';

/** In the order in which it was done. */
export type MemorySteps = [MemoryStep, Footprint][];
