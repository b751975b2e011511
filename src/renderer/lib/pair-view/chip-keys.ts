/** Keys on the tokens of two statements while their alignment is edited. */
import { partnerOf, type Link } from './alignment-draft.ts';
import type { ChipAt } from './token-focus.ts';

export type ChipKey = { readonly do: 'go'; readonly to: ChipAt } | { readonly do: 'untie' };

export interface KeysIn {
  readonly links: readonly Link[];
  /** First and last token that is shown of each. */
  readonly spans: Readonly<Record<ChipAt['side'], readonly [number, number]>>;
  readonly direction: 'ltr' | 'rtl';
}

/** What a key does at a token; null for nothing. Up and down lead to its counterpart, or to what stands nearest. */
export function chipKey(key: string, at: ChipAt, { links, spans, direction }: KeysIn): ChipKey | null {
  if (key === 'Delete' || key === 'Backspace') return { do: 'untie' };
  const within = (chip: ChipAt): ChipKey => {
    const [first, last] = spans[chip.side];
    return { do: 'go', to: { ...chip, index: Math.min(last, Math.max(first, chip.index)) } };
  };
  const forward = direction === 'ltr' ? 'ArrowRight' : 'ArrowLeft';
  if (key === 'ArrowLeft' || key === 'ArrowRight')
    return within({ ...at, index: at.index + (key === forward ? 1 : -1) });
  const other = key === 'ArrowDown' ? 'counterfactual' : key === 'ArrowUp' ? 'original' : null;
  if (other === null) return null;
  return at.side === other ? within(at) : within(partnerOf(links, at) ?? { side: other, index: at.index });
}
