/** The CSV files of an export. */
import type { AnalysisTable, Cell } from '../analysis.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { laidOutHeads, sampledTokens } from './points.ts';
import { headScalesOf } from './result.ts';

export const scalesTable: AnalysisTable = {
  name: 'scales',
  columns: ['layer', 'head', 'criterion', 'c', 'weighted_correlation', 'count'],
  rows: (result) =>
    headScalesOf(result).map(({ layer, head, criterion, c, weightedCorrelation, count }) => [
      layer,
      head,
      criterion,
      c,
      weightedCorrelation,
      count,
    ]),
};

export const embeddingTable: AnalysisTable = {
  name: 'embedding',
  columns: ['layer', 'head', 'side', 'input', 'position', 'token', 'x', 'y'],
  rows: embeddingRows,
};

/** Of every head that was laid out: its queries, then its keys. */
function* embeddingRows(result: NamedTensors): Generator<readonly Cell[], void, void> {
  const tokens = sampledTokens(result);
  for (const { layer, head, points } of laidOutHeads(result))
    for (let point = 0; point < points.length / 2; point++) {
      const count = tokens.texts.length;
      const token = point % count;
      yield [
        layer,
        head,
        point < count ? 'query' : 'key',
        tokens.inputs[token] ?? null,
        tokens.positions[token] ?? null,
        tokens.texts[token] ?? null,
        points[2 * point] ?? null,
        points[2 * point + 1] ?? null,
      ];
    }
}
