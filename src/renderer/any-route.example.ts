/** Every route that there can be, as fast-check makes them. */
import { LARGEST } from '../core/bounds.ts';
import { ABLATION_METHODS } from '../core/analyses/ablation/methods.ts';
import { SCORE_NAMES } from '../core/analyses/catalogue/scores.ts';
import { EFFECT_METHODS } from '../core/analyses/effects/methods.ts';
import { INDUCTION_MEASURES } from '../core/analyses/induction/measures.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES } from '../core/analyses/negation/quantities.ts';
import { MATRIX_ORDERS } from '../core/analyses/patterns/choices.ts';
import fc from 'fast-check';
import { PAIR_NOTES } from '../core/pairs/pair-notes.ts';
import { METRIC_NAMES } from '../core/metrics/catalogue.ts';
import { COMPARISONS, GRID_STATISTICS, ROLES, SORT_KEYS } from '../shared/entities.ts';
import { RESULT_GROUPS } from '../shared/results.ts';
import { HEAD_KEYS } from './lib/results/head-order.ts';
import { MODEL_TABS } from './lib/models/tabs.ts';
import type { RouteInput } from './lib/navigation/route.ts';

const id = fc.integer({ min: 1, max: 2 ** 31 });
const index = fc.integer({ min: 0, max: 200 });
const label = fc.oneof(fc.constant(null), fc.string({ minLength: 1, unit: 'grapheme' }));
const optional = { requiredKeys: [] as [] };
const number = fc.double({ noNaN: true, min: -LARGEST.limit, max: LARGEST.limit }).map((value) => value + 0);
const metric = fc.constantFrom(...METRIC_NAMES);
const direction = fc.constantFrom('asc', 'desc');
const locked = fc.array(fc.integer({ min: -1, max: 600 }), { minLength: 2, maxLength: 8 });
const part = fc.tuple(number, number, fc.double({ noNaN: true, min: 1e-9, max: LARGEST.limit }));
const sortKey = fc.constantFrom(...SORT_KEYS);

export const anyRoute: fc.Arbitrary<RouteInput> = fc.oneof(
  fc.record({ room: fc.constant('pairs' as const), projectId: id, search: fc.string({ unit: 'grapheme' }) }),
  fc.record(
    {
      room: fc.constant('model' as const),
      projectId: id,
      name: fc.string({ minLength: 1, unit: 'grapheme' }),
      show: fc.constantFrom(...MODEL_TABS),
      layer: index,
      hook: fc.string({ unit: 'grapheme' }),
      text: fc.string({ unit: 'grapheme' }),
      ids: fc.array(index),
      open: fc.array(index, { minLength: 1 }),
    },
    { requiredKeys: ['room', 'name'] },
  ),
  fc.record({
    room: fc.constant('results' as const),
    projectId: id,
    runId: id,
    filter: fc.record(
      {
        role: fc.constantFrom(...ROLES),
        layers: fc.array(index),
        labels: fc.array(label, { minLength: 1 }),
        pairId: id,
        search: fc.string({ unit: 'grapheme', minLength: 1 }),
        pinned: fc.constant(true as const),
        marked: fc.constant(true as const),
        known: fc.constantFrom(...PAIR_NOTES),
        match: fc.constantFrom('all', 'any'),
        thresholds: fc.array(
          fc.record({
            metric,
            comparison: fc.constantFrom(...COMPARISONS),
            value: fc.oneof(number, fc.constant('control' as const)),
          }),
        ),
      },
      optional,
    ),
    group: fc.constantFrom(...RESULT_GROUPS),
    metric,
    sort: fc.record(
      {
        by: sortKey,
        direction,
        then: fc.array(fc.record({ by: sortKey, direction }), { minLength: 1, maxLength: 4 }),
      },
      { requiredKeys: ['by', 'direction'] },
    ),
    order: fc.record({ by: fc.constantFrom(...HEAD_KEYS), direction }),
    at: index,
    open: fc.array(index),
  }),
  fc.record({
    room: fc.constant('heads' as const),
    projectId: id,
    runId: id,
    group: fc.string({ unit: 'grapheme' }),
    metric,
    statistic: fc.constantFrom(...GRID_STATISTICS),
    clusters: fc.constantFrom('auto', 'labels', 'none'),
    margin: fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0),
    sort: fc.record({ by: fc.constantFrom('response', 'q'), direction: fc.constantFrom('asc', 'desc') }),
    middle: fc.boolean(),
    across: metric,
    layer: index,
    head: index,
  }),
  fc.record(
    {
      room: fc.constant('induction' as const),
      projectId: id,
      analysisId: id,
      form: fc.constant('new' as const),
      quantity: fc.constantFrom(...INDUCTION_MEASURES),
      x: fc.constantFrom(...INDUCTION_MEASURES),
      y: fc.constantFrom(...INDUCTION_MEASURES),
      layer: index,
      head: index,
      item: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('ablation' as const),
      projectId: id,
      analysisId: id,
      method: fc.constantFrom(...ABLATION_METHODS),
      layer: index,
      head: index,
      middle: fc.boolean(),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('patterns' as const),
      projectId: id,
      analysisId: id,
      order: fc.constantFrom(...MATRIX_ORDERS),
      detector: fc.constantFrom('previous', 'offset_-3'),
      layer: index,
      head: index,
      item: index,
      locked,
      beside: id,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('negation' as const),
      projectId: id,
      analysisId: id,
      quantity: fc.constantFrom(...NEGATION_QUANTITIES),
      profile: fc.constantFrom(...NEGATION_PROFILES),
      layer: index,
      head: index,
      middle: fc.boolean(),
      item: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('effects' as const),
      projectId: id,
      analysisId: id,
      method: fc.constantFrom(...EFFECT_METHODS),
      metric: fc.constantFrom(...METRIC_NAMES),
      layer: index,
      head: index,
      middle: fc.boolean(),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('neurons' as const),
      projectId: id,
      analysisId: id,
      layer: index,
      neuron: index,
      search: fc.string({ unit: 'grapheme' }),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('catalogue' as const),
      projectId: id,
      analysisId: id,
      score: fc.constantFrom(...SCORE_NAMES),
      layer: index,
      head: index,
      middle: fc.boolean(),
      item: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('norms' as const),
      projectId: id,
      analysisId: id,
      form: fc.constant('new' as const),
      layer: index,
      head: index,
      middle: fc.boolean(),
      item: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('query-key' as const),
      projectId: id,
      analysisId: id,
      layer: index,
      head: index,
      layout: fc.constantFrom('pca', 't-sne', 'umap'),
      find: fc.string({ unit: 'grapheme' }),
      part,
      lasso: fc.array(number, { minLength: 6, maxLength: 120 }),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('head' as const),
      projectId: id,
      model: fc.string({ minLength: 1, unit: 'grapheme' }),
      layer: index,
      head: index,
      by: fc.string({ minLength: 1, unit: 'grapheme' }),
      item: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId', 'model', 'layer', 'head'] },
  ),
  fc.record(
    {
      room: fc.constant('heads-catalogue' as const),
      projectId: id,
      model: fc.string({ minLength: 1, unit: 'grapheme' }),
      against: fc.string({ minLength: 1, unit: 'grapheme' }),
      search: fc.string({ unit: 'grapheme' }),
      sort: fc.record({
        by: fc.constantFrom('head', 'patterns_space'),
        direction: fc.constantFrom('asc', 'desc'),
      }),
      columns: fc.array(fc.constantFrom('induction_score', 'patterns_space'), { minLength: 1 }),
    },
    { requiredKeys: ['room', 'projectId', 'model'] },
  ),
  fc.record(
    {
      room: fc.constant('texts' as const),
      projectId: id,
      setId: id,
      search: fc.string({ unit: 'grapheme' }),
      add: fc.constantFrom('bundled', 'import', 'paste', 'empty'),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record({ room: fc.constantFrom('analyses' as const, 'circuits' as const), projectId: id }),
  fc.record(
    {
      room: fc.constant('docs' as const),
      projectId: id,
      page: fc.constantFrom('science', 'query-key'),
      section: fc.string({ minLength: 1, unit: 'grapheme' }),
    },
    { requiredKeys: ['room', 'page'] },
  ),
  fc.record(
    { room: fc.constant('path-patching' as const), projectId: id, analysisId: id, map: index, layer: index },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('patching' as const),
      projectId: id,
      analysisId: id,
      map: fc.constantFrom('denoising.z', 'noising.resid_pre'),
      layer: index,
      column: index,
      item: index,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('composition' as const),
      projectId: id,
      analysisId: id,
      of: fc.constantFrom('all', 'k'),
      weights: fc.constantFrom('raw', 'folded'),
      threshold: fc.double({ min: 0, max: 10, noNaN: true }).map((value) => value + 0),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('qk-ov' as const),
      projectId: id,
      analysisId: id,
      circuit: fc.constantFrom('ov', 'qk'),
      layer: index,
      head: index,
      direction: index,
      token: fc.string({ unit: 'grapheme' }),
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('bigrams' as const),
      projectId: id,
      analysisId: id,
      search: fc.string({ unit: 'grapheme' }),
      shown: index,
      token: fc.string({ unit: 'grapheme' }),
      find: fc.string({ unit: 'grapheme' }),
      part,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
  fc.record(
    {
      room: fc.constant('induction-circuit' as const),
      projectId: id,
      model: fc.string({ minLength: 1, unit: 'grapheme' }),
      text: fc.string({ unit: 'grapheme' }),
      ids: fc.array(index),
      layer: index,
      head: index,
      locked,
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
);
