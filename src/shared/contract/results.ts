import { oc } from '@orpc/contract';
import { z } from 'zod';
import { pageFields as page, place } from '../../core/bounds.ts';
import { id, metricName } from '../entities/fields.ts';
import { flagThresholds, runFlagRates } from '../entities/flags.ts';
import { resultFilter, resultRow, resultSort } from '../entities/results.ts';
import {
  controlLimits,
  decilesRequest,
  facetCount,
  facetRequest,
  headLine,
  headLinesRequest,
  histogramsRequest,
  limitsRequest,
  metricHistogram,
  neighboursRequest,
  pairLine,
  pairLinesRequest,
  pairsByDecile,
  resultNeighbours,
} from '../results.ts';
import { values } from './fields.ts';

export const results = {
  page: oc
    .input(z.object({ runId: id, filter: resultFilter, sort: resultSort, ...page }))
    .output(z.array(resultRow)),
  count: oc
    .input(z.object({ runId: id, filter: resultFilter }))
    .output(z.object({ rows: z.int(), pairs: z.int(), heads: z.int() })),
  /** What each layer, head or label would leave, were it chosen. */
  facet: oc.input(facetRequest).output(z.array(facetCount)),
  /** Every pair of which a head passes, in the order of the run. */
  pairIds: oc.input(z.object({ runId: id, filter: resultFilter })).output(z.array(id)),
  /** A page of pairs of which a head passes. Sorted by a metric, a pair stands where its furthest head does. */
  pairs: oc.input(pairLinesRequest).output(z.array(pairLine)),
  /** Every head at which a pair passes, by layer and head. */
  heads: oc.input(headLinesRequest).output(z.array(headLine)),
  /** The pairs of one head by a metric: the largest, one of each decile, the smallest. Never only the top. */
  deciles: oc.input(decilesRequest).output(pairsByDecile),
  /** The lines before and after one, in the order of the list that it was opened from. */
  neighbours: oc.input(neighboursRequest).output(resultNeighbours),
  /** What 95 % of the control stay within, by head: its neutrals where five were measured that are of the shape of their pairs, else its control set; null under five. */
  limits: oc.input(limitsRequest).output(controlLimits),
  histograms: oc.input(histogramsRequest).output(z.array(metricHistogram)),
  labels: oc.input(z.object({ runId: id })).output(z.array(z.string().nullable())),
  /** The values of one metric at one head over the pairs of the run, in the set's order (null: undefined), and what they are held against. */
  values: oc.input(z.object({ runId: id, metric: metricName, layer: place, head: place })).output(
    z.object({
      heldAgainst: z.enum(['neutral', 'control']).nullable(),
      set: values,
      neutral: values,
      control: values,
    }),
  ),
  /** How often the set raises each flag, and its control, whatever thresholds the workspace has. */
  flagRates: oc.input(z.object({ runId: id, thresholds: flagThresholds })).output(runFlagRates),
};
