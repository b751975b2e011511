/** How a head looks as a dot between how much it changes and how much it matters. */
import type { FigureTheme } from '../../figures/theme.ts';
import type { CorneredHead } from './corners.ts';

/** Called both ways, or one; nothing there; undecided. */
export type Look = 'strong' | 'open' | 'neither' | 'undecided';

export interface PlacedHead extends CorneredHead {
  readonly x: number;
  readonly y: number;
}

export function nameOf({ layer, head }: { readonly layer: number; readonly head: number }): string {
  return `L${layer} H${head}`;
}

export function lookOf({ corner, change, effect, isCompared }: CorneredHead): Look {
  // Without corners it is how much it matters alone that is known.
  if (!isCompared)
    return effect.verdict === 'matters' || effect.verdict === 'opposes'
      ? 'strong'
      : effect.verdict === 'does not matter'
        ? 'neither'
        : 'undecided';
  if (corner === 'undecided') return 'undecided';
  if (corner === 'neither') return change?.verdict === 'less' ? 'open' : 'neither';
  return change?.verdict === 'less' ? 'open' : 'strong';
}

/** Of those that are nothing either way there are many: they are dots alone. */
export function hasCross(one: CorneredHead): boolean {
  return one.isCompared ? one.corner !== 'neither' : lookOf(one) !== 'neither';
}

/** Heads that are called either way have a name, where there is room for it. */
export function isNamed({ corner, effect }: CorneredHead): boolean {
  return (
    corner === 'both' ||
    corner === 'less' ||
    corner === 'matters' ||
    corner === 'changes' ||
    effect.verdict === 'matters' ||
    effect.verdict === 'opposes'
  );
}

/** What is worth a name first: the one that is chosen, then what matters, by its size; then what changes. */
export function priority(one: PlacedHead, selected: boolean): number {
  const tier = selected
    ? 4
    : one.corner === 'both'
      ? 3
      : one.corner === 'matters' || one.corner === 'less'
        ? 2.5
        : isNamed(one)
          ? 1
          : 0;
  return tier * 1e6 + Math.abs(one.y) * 1e3 + Math.abs(one.x);
}

export function radiusOf(one: CorneredHead): number {
  return lookOf(one) === 'neither' ? 2 : 3.3;
}

export function dotStyle(one: CorneredHead, selected: boolean, theme: FigureTheme): object {
  const ink = selected ? theme.accent : theme.text;
  switch (lookOf(one)) {
    case 'strong':
      return { color: ink };
    case 'open':
      return { color: theme.background, borderColor: ink, borderWidth: 1.3 };
    case 'undecided':
      return {
        color: theme.background,
        borderColor: selected ? theme.accent : theme.control,
        borderWidth: 1.2,
      };
    case 'neither':
      return { color: selected ? theme.accent : theme.control };
  }
}
