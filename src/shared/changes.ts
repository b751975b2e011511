/**
 * What a call changes that others look at: the parts of the contract whose answers may be others afterwards. Whoever shows
 * the same workspace is told, and asks again. What a job changes in its course, the feed of jobs tells.
 */
import type { Contract } from './contract.ts';

/** The parts of the contract whose answers can change: `sets` stands for all questions about sets. */
export const CHANGING_PARTS = [
  'workspace',
  'projects',
  'sets',
  'texts',
  'models',
  'runs',
  'results',
  'views',
  'marks',
  'drafts',
  'pairs',
  'aggregates',
  'analyses',
  'heads',
] as const;
export type ContractPart = (typeof CHANGING_PARTS)[number];

type ProcedurePath = {
  [Part in keyof Contract]: `${Part}.${Extract<keyof Contract[Part], string>}`;
}[keyof Contract];

const SETS = ['sets', 'projects'] as const;
const TEXTS = ['texts', 'projects'] as const;
const RUNS = ['runs', 'projects', 'heads', 'models'] as const;
const ANALYSES = ['analyses', 'heads'] as const;
const PROJECTS = ['projects', 'sets', 'texts', 'runs', 'analyses', 'heads'] as const;

/** By the path of the procedure. One that is not here changes nothing by itself. */
const CHANGED: Readonly<Partial<Record<ProcedurePath, readonly ContractPart[]>>> = {
  'workspace.setFlagThresholds': ['workspace'],
  'workspace.setDevice': ['workspace'],
  'projects.create': PROJECTS,
  'projects.update': ['projects'],
  'projects.remove': PROJECTS,
  'projects.restore': PROJECTS,
  'sets.addBundled': SETS,
  'sets.create': SETS,
  // Runs, analyses and figures name their set.
  'sets.update': [...SETS, 'runs', 'analyses'],
  'sets.remove': SETS,
  'sets.restore': SETS,
  'sets.addPair': SETS,
  'sets.change': SETS,
  'sets.undoChange': SETS,
  'sets.redoChange': SETS,
  'sets.copyPairs': SETS,
  'sets.editPair': SETS,
  'sets.removePairs': SETS,
  'sets.restorePairs': SETS,
  'sets.saveCueLexicon': ['sets'],
  'texts.addBundled': TEXTS,
  'texts.create': TEXTS,
  'texts.update': [...TEXTS, 'analyses'],
  'texts.remove': TEXTS,
  'texts.restore': TEXTS,
  'texts.addText': TEXTS,
  'texts.editText': TEXTS,
  'texts.removeTexts': TEXTS,
  'texts.restoreTexts': TEXTS,
  'models.remove': ['models', 'runs', 'heads'],
  'runs.create': RUNS,
  'runs.start': ['runs'],
  'runs.cancel': ['runs'],
  'runs.repair': ['runs'],
  'runs.moveFolder': ['runs', 'results', 'pairs', 'aggregates'],
  'runs.remove': RUNS,
  'runs.restore': RUNS,
  'bundles.add': [...RUNS, 'sets', 'marks', 'views'],
  'views.save': ['views'],
  'views.remove': ['views'],
  'views.restore': ['views'],
  'drafts.save': ['drafts'],
  // Results can be of pinned pairs alone.
  'marks.set': ['marks', 'results'],
  // A set says which of its neutrals a run compares.
  'pairs.align': ['pairs', 'runs', 'sets'],
  'pairs.correctAlignment': ['pairs', 'results', 'aggregates', 'analyses', 'heads', 'runs', 'sets'],
  'analyses.create': ANALYSES,
  'analyses.start': ANALYSES,
  'analyses.cancel': ANALYSES,
  'analyses.remove': ANALYSES,
  'analyses.restore': ANALYSES,
};

/** What a call of the procedure at `path` may have changed. */
export function changedBy(path: readonly string[]): readonly ContractPart[] {
  const changed: Readonly<Record<string, readonly ContractPart[] | undefined>> = CHANGED;
  return changed[path.join('.')] ?? [];
}
