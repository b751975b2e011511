import { z } from 'zod';
import { LARGEST, listOf, MOST, seedNumber, tokenId } from '../../bounds.ts';

/** How points are laid out on a plane. */
export const PROJECTIONS = ['none', 'pca', 't-sne', 'umap'] as const;
export type Projection = (typeof PROJECTIONS)[number];

/** Which scale c the points of a head are drawn at. */
export const DRAWN_SCALES = ['norm', 'fine', 'grid'] as const;
export type DrawnScale = (typeof DRAWN_SCALES)[number];

export const queryKeyOptions = z.object({
  tokens: z
    .int()
    .min(10)
    .max(10_000)
    .default(2000)
    .describe(
      'how many tokens are taken at most, of whole texts drawn at random; every head is measured on the same ones',
    ),
  percentile: z
    .number()
    .min(0.01)
    .max(10)
    .default(0.5)
    .describe('which pairs of a query and a key count as near: the nearest so many percent of all'),
  projection: z
    .enum(PROJECTIONS)
    .default('pca')
    .describe('how points are laid out on the plane; t-SNE and UMAP take long for all heads: name one head'),
  layer: z
    .int()
    .min(-1)
    .max(LARGEST.place)
    .default(-1)
    .describe('layer of the one head that is laid out, counted from 0; -1 lays out all heads'),
  head: z
    .int()
    .min(-1)
    .max(LARGEST.place)
    .default(-1)
    .describe('head within that layer, counted from 0; -1 lays out all heads'),
  alone: z
    .enum(['no', 'yes'])
    .default('no')
    .describe('whether the head that is laid out is all that is computed'),
  drawnScale: z
    .enum(DRAWN_SCALES)
    .default('norm')
    .describe('the scale c that points are laid out at: of the norms, of the finer search, or of the grid'),
  seed: seedNumber.default(0).describe('seed of the texts drawn and of the layout'),
});
export type QueryKeyOptions = z.output<typeof queryKeyOptions>;

/** Token ids of `--inputs`: texts, and what decides the numbers beside them. */
export const queryKeyInputs = z.object({
  texts: listOf(listOf(tokenId, MOST.tokens, 'token ids').min(1), MOST.statements, 'texts').min(1),
  /** Of models that have them; 0 unless given. */
  token_types: listOf(
    listOf(z.int().min(0).max(LARGEST.place), MOST.tokens, 'token types'),
    MOST.statements,
    'texts',
  ).optional(),
  /** The grid of c; unless given, that of the definition. */
  scales: listOf(z.number().min(1e-3).max(1e3), 50, 'scales').min(1).optional(),
  /** The finer search; an empty list leaves it out. */
  fine_grid: listOf(z.number().min(1e-3).max(1e3), 200, 'scales').optional(),
  /** In the place of the option. */
  percentile: z.number().min(0.01).max(50).optional(),
});
export type QueryKeyInputs = z.output<typeof queryKeyInputs>;
