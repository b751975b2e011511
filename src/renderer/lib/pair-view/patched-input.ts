/** Which pair is patched, as `pairs.patched` takes it. */
import type { z } from 'zod';
import type { patchedPairRequest } from '../../../shared/patched-pair.ts';

export type PatchedPairInput = z.input<typeof patchedPairRequest>;
