/** What the large map of a probed head shows: its attention, or what its values show. */
import { z } from 'zod';
import { VALUE_KINDS } from '../../../shared/entities.ts';

/** 'norms': weights and norms side by side. */
export const probeMap = z.enum(['attention', ...VALUE_KINDS, 'norms']);
export type ProbeMap = z.infer<typeof probeMap>;
