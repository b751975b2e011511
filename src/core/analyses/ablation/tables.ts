import type { AnalysisTable } from '../analysis.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { methodsOf } from './combine.ts';
import { type AblatedHead, ablatedHeads } from './heads.ts';
import type { AblationMethod } from './methods.ts';

/** `where` is on which tokens: all of them here; patterns split it by where a detector fires. */
export const ablationTable: AnalysisTable = {
  name: 'ablation',
  columns: ['layer', 'head', 'method', 'where', 'n', 'loss_increase', 'ci_low', 'ci_high'],
  rows: (result) =>
    rowsOf(result, ({ layer, head, n, mean, low, high }, method) => [
      layer,
      head,
      method,
      'all',
      n,
      mean,
      low,
      high,
    ]),
};

/** What is said of each head. */
export const verdictTable: AnalysisTable = {
  name: 'verdicts',
  columns: ['layer', 'head', 'method', 'verdict', 'p', 'q'],
  rows: (result) =>
    rowsOf(result, ({ layer, head, verdict, p, q }, method) => [layer, head, method, verdict, p, q]),
};

function rowsOf(
  result: NamedTensors,
  row: (head: AblatedHead, method: AblationMethod) => (string | number | null)[],
) {
  return methodsOf(result).flatMap((method) => ablatedHeads(result, method).map((head) => row(head, method)));
}
