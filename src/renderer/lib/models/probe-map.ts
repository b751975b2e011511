/** What the large map of a probed head shows: its attention, or what its values show. */
import { z } from 'zod';
import { VALUE_KINDS } from '../../../shared/entities.ts';

export const probeMap = z.enum(['attention', ...VALUE_KINDS]);
export type ProbeMap = z.infer<typeof probeMap>;
