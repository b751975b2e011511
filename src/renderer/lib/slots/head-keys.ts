/** The arrow keys of every view that shows one head at a time. */
import { HEAD_STEPS, headAfter, isHeadKey, type Head, type HeadCounts } from '../../charts/heads.ts';
import type { ViewKey } from './slots.svelte.ts';

interface HeadMove {
  /** The head that is selected now; null where none is. */
  readonly from: () => Head | null;
  /** null while it is not known; the keys do nothing then. */
  readonly counts: () => HeadCounts | null;
  readonly onpick: (layer: number, head: number) => void;
}

export function headKeys({ from, counts, onpick }: HeadMove): ViewKey[] {
  return Object.keys(HEAD_STEPS)
    .filter(isHeadKey)
    .map((key) => ({
      key,
      what: HEAD_STEPS[key].what,
      run: () => {
        const all = counts();
        if (all === null) return;
        const { layer, head } = headAfter(from(), key, all);
        onpick(layer, head);
      },
    }));
}
