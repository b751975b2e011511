/** The sets of a run, in words. Where pairs have neutrals, these are what they are compared with, and not a control set. */
import type { Run } from '../../../shared/entities.ts';

type Sets = Pick<Run, 'set' | 'controlSet' | 'neutrals'>;

/** 'negation, compared with negation-control,', 'negation, with its neutrals, and negation-control', 'negation' */
export function setsInSentence({ set, controlSet, neutrals }: Sets): string {
  if (neutrals.total > 0)
    return `${set.name}, with its neutrals,${controlSet === null ? '' : ` and ${controlSet.name}`}`;
  return controlSet === null ? set.name : `${set.name}, compared with ${controlSet.name},`;
}

/** 'negation against negation-control', 'negation and negation-control', 'negation' */
export function setsInShort({ set, controlSet, neutrals }: Sets): string {
  if (controlSet === null) return set.name;
  return `${set.name} ${neutrals.total > 0 ? 'and' : 'against'} ${controlSet.name}`;
}

/** What stands for the control of a run without a control set. */
export function controlWords({ controlSet, neutrals }: Pick<Run, 'controlSet' | 'neutrals'>): string {
  return controlSet?.name ?? (neutrals.total > 0 ? 'its neutrals' : 'none');
}
