/** The CSV files of an export. */
import type { AnalysisTable } from '../analysis.ts';
import type { WeightVersion } from '../circuits/head-matrices.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { baselineOf, edgesOf, mainVersion, versionsOf } from './edges.ts';

const COLUMNS = [
  'kind',
  'from_layer',
  'from_head',
  'to_layer',
  'to_head',
  'score',
  'baseline',
  'excess',
] as const;

function* rowsOf(result: NamedTensors, version: WeightVersion) {
  const { mean } = baselineOf(result);
  for (const { kind, from, to, score, excess } of edgesOf(result, version))
    yield [kind, from.layer, from.head, to.layer, to.head, score, mean, excess];
}

/** With the normalisation folded in, where there is one. */
export const compositionTable: AnalysisTable = {
  name: 'composition',
  columns: COLUMNS,
  rows: (result) => rowsOf(result, mainVersion(result)),
};

/** Of the weights as they are, where that is not what composition.csv has. */
export const rawCompositionTable: AnalysisTable = {
  name: 'composition-raw',
  needs: 'circuits.folded.composition_q',
  columns: COLUMNS,
  rows: (result) => (versionsOf(result).length > 1 ? rowsOf(result, 'raw') : []),
};
