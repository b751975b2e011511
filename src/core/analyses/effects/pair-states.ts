/** How many pairs were measured, and why others were not. */
import { namedTensor, type NamedTensor, type NamedTensors } from '../named-tensor.ts';

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

const STATE_WORDS: Readonly<Record<Exclude<PatchState, 'measured'>, string>> = {
  same: 'whose statements are the same to the tokenizer',
  'not aligned': 'of which nothing is aligned',
  'too long': 'too long for the model',
  'not apart': 'whose two runs are too near to each other for a share of the way between them',
  'no position': 'without the position where it is read',
  'no token': 'whose tokens are not named by one token each',
  'no neutral': 'without a neutral to measure a cosine to',
};

/** [state], in the order of the list. */
export function countStates(states: readonly PatchState[]): NamedTensor {
  return namedTensor(
    { state: PATCH_STATES.length },
    Int32Array.from(PATCH_STATES, (state) => states.filter((one) => one === state).length),
  );
}

export function stateCount({ data }: NamedTensor, state: PatchState): number {
  return data[PATCH_STATES.indexOf(state)] ?? 0;
}

/** 'n = 248 pairs; left out: 2 whose two runs are too near …' */
export function extentWords(result: NamedTensors, name: string): string {
  const counts = result.get(name);
  if (counts === undefined) return '';
  const measured = stateCount(counts, 'measured');
  const leftOut = PATCH_STATES.flatMap((state) => {
    const count = stateCount(counts, state);
    return state === 'measured' || count === 0 ? [] : [`${count} ${STATE_WORDS[state]}`];
  });
  const n = `n = ${measured.toLocaleString('en')} ${measured === 1 ? 'pair' : 'pairs'}`;
  return leftOut.length === 0 ? n : `${n}; left out: ${leftOut.join(', ')}`;
}
