/** The sets and the name of a run, in words. Where pairs have neutrals, these are what they are compared with, and not a control set. */
import { isolated, quoted } from '../../../core/isolated.ts';
import type { Run } from '../../../shared/entities.ts';

type Sets = Pick<Run, 'set' | 'controlSet' | 'neutrals'>;

/** '“negation”, compared with “negation-control”,', '“negation”, with its neutrals, and “negation-control”', '“negation”' */
export function setsInSentence({ set, controlSet, neutrals }: Sets): string {
  if (neutrals.total > 0)
    return `${quoted(set.name)}, with its neutrals,${controlSet === null ? '' : ` and ${quoted(controlSet.name)}`}`;
  return controlSet === null
    ? quoted(set.name)
    : `${quoted(set.name)}, compared with ${quoted(controlSet.name)},`;
}

/** '“negation” against “negation-control”', '“negation” and “negation-control”', '“negation”' */
function setsInShort({ set, controlSet, neutrals }: Sets): string {
  if (controlSet === null) return quoted(set.name);
  return `${quoted(set.name)} ${neutrals.total > 0 ? 'and' : 'against'} ${quoted(controlSet.name)}`;
}

/** What a run is of, wherever it is named, model first as in captions: 'all-MiniLM-L6-v2 · “negation” and “negation-control”' */
export function madeOf(run: Sets & Pick<Run, 'model'>): string {
  return `${isolated(run.model.name)} · ${setsInShort(run)}`;
}

/** 'Run 1 · all-MiniLM-L6-v2 · “negation” and “negation-control”' */
export function nameOfRun(run: Sets & Pick<Run, 'id' | 'model'>): string {
  return `Run ${run.id} · ${madeOf(run)}`;
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
  return isCompared === false ? 'none: too few neutrals fit' : 'its neutrals';
}
