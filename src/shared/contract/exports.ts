import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { id, metricName } from '../entities/fields.ts';
import { resultFilter, resultSort } from '../entities/results.ts';
import { statisticsRequest } from '../entities/statistics.ts';
import { drawable, figureFormat, figureScale, figureTheme, STANDARD_SCALE } from '../figures.ts';
import { filePiece64, tableFormat, tablePiece } from '../tables.ts';
import { binary } from './fields.ts';

export const exports = {
  /** The table of what the filter shows, in pieces. */
  metricsTable: oc
    .input(z.object({ runId: id, filter: resultFilter, sort: resultSort, format: tableFormat }))
    .output(eventIterator(tablePiece)),
  aggregatesTable: oc.input(statisticsRequest.extend({ format: tableFormat })).output(binary),
  /** A run as one page of HTML that needs nothing beside it. */
  report: oc
    .input(z.object({ runId: id, metric: metricName.default('attention_js_divergence') }))
    .output(binary),
  /** A notebook with the tables that it loads, as one zip archive in pieces. */
  notebook: oc
    .input(z.object({ runId: id, metric: metricName.default('attention_js_divergence') }))
    .output(eventIterator(filePiece64)),
  /** The activations that a run keeps, as a safetensors file in pieces; RUN_STATE for a run that keeps none. */
  tensors: oc.input(z.object({ runId: id })).output(eventIterator(filePiece64)),
  figure: oc
    .input(
      z.object({
        spec: drawable,
        format: figureFormat,
        theme: figureTheme,
        scale: figureScale.default(STANDARD_SCALE),
      }),
    )
    // The file, and the codes of characters that no font of the machine has: it shows these.
    .output(z.object({ file: binary, withoutFont: z.array(z.string()) })),
};
