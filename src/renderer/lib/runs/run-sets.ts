/** The sets of a run, in words. Where pairs have neutrals, these are what they are compared with, and not a control set. */
import { isolated } from '../../../core/isolated.ts';
import type { Run } from '../../../shared/entities.ts';

type Sets = Pick<Run, 'set' | 'controlSet' | 'neutrals'>;

/** 'negation, compared with negation-control,', 'negation, with its neutrals, and negation-control', 'negation' */
export function setsInSentence({ set, controlSet, neutrals }: Sets): string {
  if (neutrals.total > 0)
    return `${isolated(set.name)}, with its neutrals,${controlSet === null ? '' : ` and ${isolated(controlSet.name)}`}`;
  return controlSet === null
    ? isolated(set.name)
    : `${isolated(set.name)}, compared with ${isolated(controlSet.name)},`;
}

/** 'negation against negation-control', 'negation and negation-control', 'negation' */
export function setsInShort({ set, controlSet, neutrals }: Sets): string {
  if (controlSet === null) return isolated(set.name);
  return `${isolated(set.name)} ${neutrals.total > 0 ? 'and' : 'against'} ${isolated(controlSet.name)}`;
}

/**
 * What stands for the control of a run without a control set.
 * @param isCompared whether heads could be compared with it; null where it is not known yet
 */
export function controlWords(
  { controlSet, neutrals }: Pick<Run, 'controlSet' | 'neutrals'>,
  isCompared: boolean | null = null,
): string {
  if (controlSet !== null) return controlSet.name;
  if (neutrals.total === 0) return 'none';
  return isCompared === false ? 'none: too few of its neutrals can be compared' : 'its neutrals';
}
