/** What became of the pairs of patching, effects and path patching: how many were measured, and why others were not. */
import { countWords } from './statistics/count-words.ts';
import { namedTensor, type NamedTensor, type NamedTensors } from './named-tensor.ts';

export const PATCH_STATES = [
  'measured',
  'same',
  'not aligned',
  'too long',
  'not apart',
  'no position',
  'no token',
  'no neutral',
] as const;
export type PatchState = (typeof PATCH_STATES)[number];

/** A state as it is stored of a pair: its place in the list, -1 where there is none. */
export function stateNumber(state: PatchState | null): number {
  return state === null ? -1 : PATCH_STATES.indexOf(state);
}

/** @param number as {@link stateNumber} gives it; null for any other */
export function stateOf(number: number): PatchState | null {
  return PATCH_STATES[number] ?? null;
}

/** What is counted: the states of those that there is a part of, and those on which the model failed. */
const COUNTED = [...PATCH_STATES, 'failed'] as const;
type CountedState = (typeof COUNTED)[number];

const STATE_WORDS: Readonly<Record<Exclude<CountedState, 'measured'>, string>> = {
  same: 'whose statements are the same to the tokenizer',
  'not aligned': 'of which nothing is aligned',
  'too long': 'too long for the model',
  'not apart': 'whose two runs are too near to each other for a share of the way between them',
  'no position': 'without the position where it is read',
  'no token': 'whose tokens are not named by one token each',
  'no neutral': 'without a neutral to measure a cosine to',
  failed: 'on which the model failed',
};

/** [state], those of the list, then `failed`. @param planned pairs of the plan: those without a state failed */
export function countStates(states: readonly PatchState[], planned = states.length): NamedTensor {
  const counts = PATCH_STATES.map((state) => states.filter((one) => one === state).length);
  return namedTensor(
    { state: COUNTED.length },
    Int32Array.of(...counts, Math.max(0, planned - states.length)),
  );
}

/** 'n = 248 pairs; left out: 2 whose two runs are too near …' */
export function extentWords(result: NamedTensors, name: string): string {
  const counts = result.get(name);
  if (counts === undefined) return '';
  const measured = counts.data[COUNTED.indexOf('measured')] ?? 0;
  const leftOut = COUNTED.flatMap((state, place) => {
    const count = counts.data[place] ?? 0;
    return state === 'measured' || count === 0 ? [] : [`${count} ${STATE_WORDS[state]}`];
  });
  const n = `n = ${countWords(measured, 'pair')}`;
  return leftOut.length === 0 ? n : `${n}; left out: ${leftOut.join(', ')}`;
}

/** What is said where no pair has a value. */
export function nothingPatched(result: NamedTensors, name: string): string {
  return `Nothing was patched: ${extentWords(result, name) || 'no pair could be measured'}.`;
}
