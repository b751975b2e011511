/** What a person can choose an analysis to be of. */
import type { AnalysisSubjectKind } from '../../../core/analyses/analysis.ts';

/** Those that a form has; token ids come from the command line. */
export const OFFERED = ['model', 'run', 'pairs', 'texts'] as const satisfies readonly AnalysisSubjectKind[];
export type OfferedSubject = (typeof OFFERED)[number];

export const SUBJECT_WORDS: Readonly<Record<OfferedSubject, string>> = {
  model: 'The model alone',
  run: 'A run',
  pairs: 'Pairs',
  texts: 'Texts',
};

const NEEDED: Readonly<Record<Exclude<OfferedSubject, 'model'>, string>> = {
  run: 'a run',
  pairs: 'pairs',
  texts: 'texts',
};

/** Those of what a kind takes that a form offers, in its order. */
export function offeredOf(takes: readonly AnalysisSubjectKind[]): OfferedSubject[] {
  return takes.filter((kind): kind is OfferedSubject => OFFERED.some((one) => one === kind));
}

/** "Needs texts or pairs": what has to be there before one can be started. */
export function neededFor(takes: readonly AnalysisSubjectKind[]): string {
  const needed = offeredOf(takes).filter((kind) => kind !== 'model');
  return takes.includes('model')
    ? 'Needs only a model'
    : `Needs ${needed.map((kind) => NEEDED[kind]).join(' or ')}`;
}

/** What a list offers. */
export interface SubjectOption {
  readonly value: number;
  readonly label: string;
  readonly disabled: boolean;
  /** What a sentence calls it: 'Run 7', '“negation”'. */
  readonly name: string;
  /** Why it cannot be chosen: a sentence without its full stop; undefined where it can. */
  readonly whyNot: string | undefined;
}

/** The one that was chosen, where it is there and can be; else the first that can. */
export function usableOption(
  options: readonly SubjectOption[],
  chosen: number | undefined,
): number | undefined {
  const usable = options.filter(({ disabled }) => !disabled);
  return (usable.find(({ value }) => value === chosen) ?? usable[0])?.value;
}

/** @param whyNot why it cannot be chosen; undefined where it can */
export function subjectOption(
  of: Pick<SubjectOption, 'value' | 'label' | 'name'>,
  whyNot: string | undefined,
): SubjectOption {
  return { ...of, whyNot, disabled: whyNot !== undefined };
}

/**
 * Why what the address names is not what is chosen; undefined where it is, and where it names nothing.
 * @param of 'set of pairs'
 * @param options undefined while they are fetched
 */
export function whyNotChosen(
  of: string,
  options: readonly SubjectOption[] | undefined,
  chosen: number | undefined,
): string | undefined {
  if (options === undefined || chosen === undefined) return undefined;
  const there = options.find(({ value }) => value === chosen);
  if (there === undefined) return `The ${of} that the address names is not in this project.`;
  return there.whyNot === undefined ? undefined : `${there.name} cannot be chosen. ${there.whyNot}.`;
}

/** As `analyses.create` takes it. */
export interface PickedSubject {
  /** Its model is the run's. */
  readonly runId?: number;
  readonly setId?: number;
  readonly controlSetId?: number;
  readonly textSetId?: number;
}
