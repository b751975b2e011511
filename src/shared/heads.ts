/** What is known of the heads of a model, as it crosses between processes. Schemas are the source; types derive from them. */
import { z } from 'zod';
import { HEAD_OUTCOMES, HEAD_QUESTIONS, type HeadQuestion } from '../core/analyses/of-heads.ts';
import { modelText, place, rowId } from '../core/bounds.ts';

export const headsRequest = z.object({ projectId: rowId, model: modelText });

/** [L, H]; null: undefined. */
const byHead = z.array(z.number().nullable());
const numbers = z.object({ values: byHead, low: byHead.nullable(), high: byHead.nullable() });
const question = z.enum(Object.keys(HEAD_QUESTIONS) as [HeadQuestion, ...HeadQuestion[]]);

/** core/analyses/of-heads.ts says what each field means. */
const headQuantity = numbers.extend({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  question,
  layers: z.int(),
  heads: z.int(),
  signed: z.boolean(),
  lowestFirst: z.boolean().optional(),
  domain: z.tuple([z.number(), z.number()]).optional(),
  n: z.int().nullable(),
  control: numbers.extend({ title: z.string() }).optional(),
  difference: numbers.optional(),
  unseen: numbers.extend({ n: z.int() }).optional(),
  q: byHead.optional(),
  called: z
    .object({
      as: z.string(),
      not: z.tuple([z.string(), z.string()]).optional(),
      bothWays: z.literal(true).optional(),
      by: z.literal('own').optional(),
      rule: z.string(),
      outcomes: z.array(z.enum(HEAD_OUTCOMES)),
    })
    .optional(),
  byItem: z.object({ tensor: z.string(), at: z.int().optional() }).optional(),
});

const headSource = z.object({
  analysisId: rowId,
  kind: z.string(),
  title: z.string(),
  runId: rowId.nullable(),
  subject: z.string(),
  items: z.int(),
  unit: z.string(),
});

export const headCatalogue = z.object({
  model: z.object({ name: z.string(), layers: z.int(), heads: z.int() }),
  /** All that analyses of this project know of its heads, the newest analyses first. */
  known: z.array(z.object({ source: headSource, quantities: z.array(headQuantity) })),
  /** Runs that are done and of which no statistics have been computed yet. */
  runsWithout: z.array(z.object({ runId: rowId, set: z.string() })),
});
export type SentCatalogue = z.infer<typeof headCatalogue>;

export const headRequest = headsRequest.extend({ layer: place, head: place });

const curve = z.object({ mean: byHead, low: byHead.nullable(), high: byHead.nullable() });

export const headCurves = z.array(
  z.object({
    analysisId: rowId,
    profiles: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        question,
        axis: z.string(),
        unit: z.string(),
        least: z.number().optional(),
        at: z.array(z.int()),
        curve,
        control: curve.extend({ title: z.string() }).optional(),
        look: z.enum(['bars', 'line']),
        mark: z.object({ at: z.number(), words: z.string() }).optional(),
      }),
    ),
  }),
);
export type SentCurves = z.infer<typeof headCurves>;

export const headsExportRequest = headsRequest.extend({
  /** Another model that stands beside it. */
  against: modelText.optional(),
  format: z.enum(['csv', 'html']),
});
