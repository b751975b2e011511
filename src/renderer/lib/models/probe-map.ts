/** What the large map of a probed head shows: its attention, or what its values show. */
import { z } from 'zod';
import { VALUE_MAP_WORDS } from '../../../core/figures/kinds/pair-map.ts';
import { VALUE_KINDS, type ValueKind } from '../../../shared/entities.ts';

/** 'norms': weights and norms side by side. */
export const probeMap = z.enum(['attention', ...VALUE_KINDS, 'norms']);
export type ProbeMap = z.infer<typeof probeMap>;

/** @param kinds of maps of values that the model has */
export function probeMapOptions(kinds: readonly ValueKind[]): { value: ProbeMap; label: string }[] {
  return [
    { value: 'attention', label: 'Attention' },
    { value: 'norms', label: 'Weights and norms side by side' },
    ...kinds.map((kind) => ({ value: kind, label: VALUE_MAP_WORDS[kind].title })),
  ];
}
