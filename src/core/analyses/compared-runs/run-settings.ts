/** What two runs were made with, side by side: what of it differs is what a difference may come from. */
import { QUERY_WORDS } from '../../metrics/queries.ts';
import type { ComparisonChoice } from '../statistics/comparison-choice.ts';
import { choiceWords } from '../statistics/choice-words.ts';

export interface RunWithSettings {
  readonly set: { readonly name: string };
  readonly controlSet: { readonly name: string } | null;
  /** Neutral changes that it has measured. */
  readonly neutrals: { readonly done: number };
  readonly model: { readonly name: string };
  readonly provenance: {
    readonly setHash: string;
    readonly controlSetHash: string | null;
    readonly weightsHash: string;
    readonly tokenizerHash: string;
    readonly alignment: string;
    readonly queries: keyof typeof QUERY_WORDS;
    readonly keep: string;
    readonly seed: number;
    readonly comparison: ComparisonChoice;
    readonly pairlensVersion: string;
    readonly ortVersion: string;
  };
}

export interface RunSetting {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly differs: boolean;
  /** Whether the metric itself is another quantity where this differs. */
  readonly changesMetric: boolean;
}

export function settingsOfRuns(first: RunWithSettings, second: RunWithSettings): RunSetting[] {
  const setting = (
    name: string,
    read: (run: RunWithSettings) => string,
    by: (run: RunWithSettings) => string | number | null = read,
    changesMetric = false,
  ): RunSetting => ({
    name,
    first: read(first),
    second: read(second),
    differs: by(first) !== by(second),
    changesMetric,
  });
  return [
    setting(
      'Model',
      ({ model }) => model.name,
      ({ provenance }) => provenance.weightsHash,
    ),
    setting(
      'Tokenizer',
      ({ provenance }) => shortHash(provenance.tokenizerHash),
      ({ provenance }) => provenance.tokenizerHash,
    ),
    setting(
      'Set',
      ({ set }) => set.name,
      ({ provenance }) => provenance.setHash,
    ),
    setting(
      'Version of the set',
      ({ provenance }) => shortHash(provenance.setHash),
      ({ provenance }) => provenance.setHash,
    ),
    setting(
      'Controls measured',
      controlWords,
      (run) => `${run.provenance.controlSetHash} ${run.neutrals.done > 0}`,
    ),
    setting('Queries', ({ provenance }) => QUERY_WORDS[provenance.queries], undefined, true),
    setting('Alignment', ({ provenance }) => provenance.alignment, undefined, true),
    setting('Compared as', ({ provenance }) => choiceWords(provenance.comparison)),
    setting('Keeps', ({ provenance }) => provenance.keep),
    setting('Seed', ({ provenance }) => String(provenance.seed)),
    setting('Pairlens', ({ provenance }) => provenance.pairlensVersion),
    setting('ONNX Runtime', ({ provenance }) => provenance.ortVersion),
  ];
}

/** 'its neutrals', 'negation-control', 'its neutrals and negation-control', 'none' */
function controlWords({ controlSet, neutrals }: RunWithSettings): string {
  const names = [
    ...(neutrals.done > 0 ? ['its neutrals'] : []),
    ...(controlSet === null ? [] : [controlSet.name]),
  ];
  return names.length === 0 ? 'none' : names.join(' and ');
}

function shortHash(hash: string): string {
  return hash === '' ? 'none' : hash.slice(0, 10);
}
