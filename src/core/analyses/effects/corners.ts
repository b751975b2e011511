/** Does it change, does it matter: every head in one of five corners, or undecided. */
import type { Changes, HeadChange } from './changes.ts';
import type { HeadEffect } from './heads.ts';

/** 'less': it matters and changes less than its control, which is a change, too. */
export const CORNERS = ['both', 'less', 'matters', 'changes', 'neither', 'undecided'] as const;
export type Corner = (typeof CORNERS)[number];

export interface CorneredHead {
  readonly layer: number;
  readonly head: number;
  readonly corner: Corner;
  /** Which of the two is undecided, where the corner is. */
  readonly open: 'change' | 'effect' | 'both' | null;
  readonly effect: HeadEffect;
  /** null where nothing is known of its change. */
  readonly change: HeadChange | null;
  /** Whether any head of them was compared with its control: without it there are no corners. */
  readonly isCompared: boolean;
}

/**
 * A head is in a corner when both questions are answered: it changes more than its control, less than it, or not (surely by less than
 * counts), and it matters (either way) or does not. Whatever is undecided of either is undecided.
 */
export function corneredHeads(effects: readonly HeadEffect[], changes: Changes | null): CorneredHead[] {
  const byPlace = new Map(changes?.heads.map((one) => [`${one.layer} ${one.head}`, one]));
  const isCompared = changes !== null && changes.heads.some(({ verdict }) => verdict !== 'untested');
  return effects.map((effect) => {
    const change = byPlace.get(`${effect.layer} ${effect.head}`) ?? null;
    const { layer, head } = effect;
    return { layer, head, effect, change, isCompared, ...cornerOf(effect, change) };
  });
}

function cornerOf(
  { verdict }: Pick<HeadEffect, 'verdict'>,
  change: Pick<HeadChange, 'verdict'> | null,
): Pick<CorneredHead, 'corner' | 'open'> {
  const matters = verdict === 'undecided' || verdict === 'untested' ? null : verdict !== 'does not matter';
  const changes =
    change === null || change.verdict === 'undecided' || change.verdict === 'untested'
      ? null
      : change.verdict === 'more';
  if (matters === null || changes === null)
    return {
      corner: 'undecided',
      open: matters === null ? (changes === null ? 'both' : 'effect') : 'change',
    };
  if (changes) return { corner: matters ? 'both' : 'changes', open: null };
  if (!matters) return { corner: 'neither', open: null };
  return { corner: change?.verdict === 'less' ? 'less' : 'matters', open: null };
}

/** How many heads each corner has; together all of them. */
export function countCorners(heads: readonly CorneredHead[]): Readonly<Record<Corner, number>> {
  const count = (wanted: Corner) => heads.filter(({ corner }) => corner === wanted).length;
  return {
    both: count('both'),
    less: count('less'),
    matters: count('matters'),
    changes: count('changes'),
    neither: count('neither'),
    undecided: count('undecided'),
  };
}

/** For groups of several heads. */
export const CORNER_WORDS: Readonly<Record<Corner, string>> = {
  both: 'change more and matter',
  less: 'change less and matter',
  matters: 'matter, change too little to count',
  changes: 'change more, do not matter',
  neither: 'neither',
  undecided: 'undecided',
};

/** Of one head. */
export const CORNER_OF_HEAD: Readonly<Record<Corner, string>> = {
  both: 'changes more and matters',
  less: 'changes less and matters',
  matters: 'matters, changes too little to count',
  changes: 'changes more, does not matter',
  neither: 'neither changes more nor matters',
  undecided: 'undecided',
};

export function openWords({
  open,
  change,
  effect,
}: Pick<CorneredHead, 'open' | 'change' | 'effect'>): string {
  const changes =
    change === null || change.verdict === 'untested'
      ? 'nothing says whether it changes more'
      : change.verdict === 'undecided'
        ? 'undecided whether it changes more'
        : change.verdict === 'not'
          ? 'changes too little to count'
          : `changes ${change.verdict}`;
  const matters =
    effect.verdict === 'undecided'
      ? 'undecided whether it matters'
      : effect.verdict === 'untested'
        ? 'too few pairs to tell whether it matters'
        : effect.verdict === 'does not matter'
          ? 'does not matter'
          : 'matters';
  return open === null ? '' : `${changes}, ${matters}`;
}
