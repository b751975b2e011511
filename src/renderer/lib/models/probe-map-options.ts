/** The large maps of a probed head that can be chosen, in words. */
import { VALUE_MAP_WORDS } from '../../../core/figures/kinds/pair-map-words.ts';
import type { ValueKind } from '../../../shared/entities.ts';
import type { ProbeMap } from './probe-map.ts';

/** @param kinds of maps of values that the model has */
export function probeMapOptions(kinds: readonly ValueKind[]): { value: ProbeMap; label: string }[] {
  return [
    { value: 'attention', label: 'Attention' },
    { value: 'norms', label: 'Weights and norms side by side' },
    ...kinds.map((kind) => ({ value: kind, label: VALUE_MAP_WORDS[kind].title })),
  ];
}
