import { LARGEST } from '../core/bounds.ts';
import { ABLATION_METHODS } from '../core/analyses/ablation/methods.ts';
import { SCORE_NAMES } from '../core/analyses/catalogue/scores.ts';
import { EFFECT_METHODS } from '../core/analyses/effects/methods.ts';
import { INDUCTION_MEASURES } from '../core/analyses/induction/measures.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES } from '../core/analyses/negation/quantities.ts';
import { MATRIX_ORDERS } from '../core/analyses/patterns/matrix-figure.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRIC_NAMES } from '../core/metrics/catalogue.ts';
import { COMPARISONS, GRID_STATISTICS, ROLES, SORT_KEYS } from '../shared/entities.ts';
import { RESULT_GROUPS } from '../shared/results.ts';
import { HEAD_KEYS } from './lib/results/head-order.ts';
import { MODEL_TABS } from './lib/models/tabs.ts';
import { formatRoute, parseRoute, readRoute, roomOf } from './lib/navigation/rooms.ts';
import type { AnyRoom } from './lib/navigation/room.ts';
import { projectOf, runOf, type RouteInput } from './lib/navigation/route.ts';
import { ROOMS } from './rooms.ts';

/** The route with every default in it. */
function inFull(target: RouteInput): unknown {
  return { room: target.room, ...roomOf(ROOMS, target).address.schema.parse(target) };
}

describe('a hash names a view', () => {
  const cases: [string, RouteInput][] = [
    ['', { room: 'projects' }],
    ['#/projects', { room: 'projects' }],
    ['#/projects?create=yes', { room: 'projects', create: true }],
    ['#/models', { room: 'models' }],
    ['#/projects/1/models', { room: 'models', projectId: 1 }],
    ['#/models?add=hub', { room: 'models', add: 'hub' }],
    ['#/models/gpt2', { room: 'model', name: 'gpt2' }],
    [
      '#/projects/1/models/prajjwal1%2Fbert-tiny?show=probe&layer=1&head=0&text=It+was+not+good.',
      {
        room: 'model',
        projectId: 1,
        name: 'prajjwal1/bert-tiny',
        show: 'probe',
        layer: 1,
        head: 0,
        text: 'It was not good.',
      },
    ],
    [
      '#/models/gpt2?show=parameters&search=attn&order=bytes:desc',
      {
        room: 'model',
        name: 'gpt2',
        show: 'parameters',
        search: 'attn',
        order: { by: 'bytes', direction: 'desc' },
      },
    ],
    ['#/models/tiny?show=probe&ids=1,2,3', { room: 'model', name: 'tiny', show: 'probe', ids: [1, 2, 3] }],
    // A list that was emptied is empty, not one name of no letters.
    [
      '#/projects/1/runs/compare?run=3&with=4&covariates=',
      { room: 'compare-runs', projectId: 1, firstId: 3, secondId: 4, covariates: [] },
    ],
    [
      '#/projects/1/runs/compare?covariates=length,rank',
      { room: 'compare-runs', projectId: 1, covariates: ['length', 'rank'] },
    ],
    ['#/projects/1', { room: 'pairs', projectId: 1 }],
    ['#/projects/1/figures', { room: 'composer', projectId: 1 }],
    ['#/projects/1/pairs/3?search=not', { room: 'pairs', projectId: 1, setId: 3, search: 'not' }],
    ['#/projects/1/pairs?add=import', { room: 'pairs', projectId: 1, add: 'import' }],
    ['#/projects/1/runs/new?set=3', { room: 'new-run', projectId: 1, setId: 3 }],
    ['#/projects/1/runs/4', { room: 'runs', projectId: 1, runId: 4 }],
    [
      '#/projects/1/results/4?layers=2,3&label=&label=never&where=attention_js_divergence>=0.2&sort=value_cosine:asc',
      {
        room: 'results',
        projectId: 1,
        runId: 4,
        filter: {
          layers: [2, 3],
          labels: [null, 'never'],
          thresholds: [{ metric: 'attention_js_divergence', comparison: '>=', value: 0.2 }],
        },
        sort: { by: 'value_cosine', direction: 'asc' },
      },
    ],
    [
      '#/projects/1/results/4?where=%7Cvalue_cosine-top_key_overlap%7C>0.2&hide=label&show=top_key_overlap',
      {
        room: 'results',
        projectId: 1,
        runId: 4,
        filter: {
          thresholds: [{ metric: 'value_cosine', minus: 'top_key_overlap', comparison: '>', value: 0.2 }],
        },
        hidden: ['label'],
        extra: ['top_key_overlap'],
      },
    ],
    [
      '#/projects/1/results/4/pairs/17?layer=3&head=7&view=words',
      { room: 'pair', projectId: 1, runId: 4, pairId: 17, layer: 3, head: 7, view: 'words' },
    ],
    [
      '#/projects/1/heads/4?comparison=unadjusted&margin=0.005&margin-of=unit&sort=q:asc&middle=yes',
      {
        room: 'heads',
        projectId: 1,
        runId: 4,
        comparison: 'unadjusted',
        margin: 0.005,
        marginOf: 'unit',
        sort: { by: 'q', direction: 'asc' },
        middle: true,
      },
    ],
  ];
  test.each(cases)('%s', (hash, expected) => {
    expect(parseRoute(ROOMS, hash)).toEqual(inFull(expected));
  });
});

test.each([
  '#/nowhere',
  '#/projects/one/pairs',
  '#/projects/0/pairs',
  '#/projects/1/pairs/3/4',
  '#/projects/1/loops',
  '#/projects/1/toString',
  '#/models/prajjwal1/bert-tiny',
  '#/models/100%25%',
])('%s names no view', (hash) => {
  expect(readRoute(ROOMS, hash)).toBeNull();
});

/** Kept links, and links typed by hand: the view they name is shown without what means nothing. */
test.each([
  ['#/projects/1/results/4?where=attention_js_divergence~0.2', '#/projects/1/results/4', 'filter'],
  ['#/projects/1/results/4?where=no_such_metric>0.2&at=3', '#/projects/1/results/4?at=3', 'filter'],
  ['#/projects/1/results/4?layers=1,,2', '#/projects/1/results/4', 'filter'],
  ['#/models/gpt2?order=loudness:asc', '#/models/gpt2', 'order'],
  ['#/projects/1/results/4?sort=value_cosine:sideways', '#/projects/1/results/4', 'sort'],
  ['#/projects/1/results/4?sort=no_such_metric:asc&group=rows', '#/projects/1/results/4?group=rows', 'sort'],
  ['#/projects/1/results/4?metric=no_such_metric', '#/projects/1/results/4', 'metric'],
  ['#/projects/1/results/4/pairs/17?layer=-1&head=2', '#/projects/1/results/4/pairs/17?head=2', 'layer'],
  ['#/projects/1/heads/4?margin=much', '#/projects/1/heads/4', 'margin'],
  ['#/projects/1/heads/4?sort=loudness:asc', '#/projects/1/heads/4', 'sort'],
])('%s leads to %s', (hash, to, leftOut) => {
  expect(parseRoute(ROOMS, hash)).toBeNull();
  const read = readRoute(ROOMS, hash);
  expect(read?.leftOut).toEqual([leftOut]);
  expect(read && formatRoute(ROOMS, read.route as RouteInput)).toBe(to);
});

test('what is at its default is not in the hash', () => {
  expect(formatRoute(ROOMS, { room: 'results', projectId: 1, runId: 4 })).toBe('#/projects/1/results/4');
  expect(formatRoute(ROOMS, { room: 'heads', projectId: 1, runId: 4, middle: false })).toBe(
    '#/projects/1/heads/4',
  );
});

const id = fc.integer({ min: 1, max: 2 ** 31 });
const index = fc.integer({ min: 0, max: 200 });
const label = fc.oneof(fc.constant(null), fc.string({ minLength: 1, unit: 'grapheme' }));
const optional = { requiredKeys: [] as [] };
const number = fc.double({ noNaN: true, min: -LARGEST.limit, max: LARGEST.limit }).map((value) => value + 0);
const metric = fc.constantFrom(...METRIC_NAMES);
const direction = fc.constantFrom('asc', 'desc');
const sortKey = fc.constantFrom(...SORT_KEYS);

const anyRoute: fc.Arbitrary<RouteInput> = fc.oneof(
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
    },
    { requiredKeys: ['room', 'projectId'] },
  ),
);

test('a route comes back from its hash as it was', () => {
  fc.assert(
    fc.property(anyRoute, (target) => {
      expect(parseRoute(ROOMS, formatRoute(ROOMS, target))).toEqual(inFull(target));
    }),
  );
});

test('a room without an entry of its own in the rail is under one that has it', () => {
  const rails = ROOMS.map(({ rail }: AnyRoom) => rail);
  const withEntry = ROOMS.filter((room: AnyRoom) => typeof room.rail === 'object');
  expect(withEntry.map(({ address }) => address.room)).toEqual([
    'pairs',
    'runs',
    'results',
    'heads',
    'analyses',
    'circuits',
    'composer',
    'models',
  ]);
  const under = rails.filter((rail) => typeof rail === 'string');
  expect([...new Set(under)]).toEqual([
    'runs',
    'pairs',
    'results',
    'heads',
    'analyses',
    'circuits',
    'models',
  ]);
});

test('the rail leads to the run that is open, or to the view as it was left', () => {
  const from = (hash: string, left: RouteInput | null = null) =>
    Object.fromEntries(
      ROOMS.flatMap(({ rail }: AnyRoom) => {
        if (typeof rail !== 'object') return [];
        const route = parseRoute(ROOMS, hash);
        const lastIn = () => (left === null ? undefined : (inFull(left) as never));
        const target = rail.target({ route, projectId: projectOf(route), runId: runOf(route), lastIn });
        return [[rail.word, target && formatRoute(ROOMS, target)]];
      }),
    );
  expect(from('#/projects')).toEqual({
    Pairs: null,
    Runs: null,
    Results: null,
    Heads: null,
    Analyses: null,
    Circuits: null,
    Figures: null,
    Models: '#/models',
  });
  expect(from('#/projects/2/runs/5')).toEqual({
    Pairs: '#/projects/2/pairs',
    Runs: '#/projects/2/runs',
    Results: '#/projects/2/results/5',
    Heads: '#/projects/2/heads/5',
    Analyses: '#/projects/2/analyses',
    Circuits: '#/projects/2/circuits',
    Figures: '#/projects/2/figures',
    Models: '#/projects/2/models',
  });
  const left: RouteInput = { room: 'heads', projectId: 2, runId: 5, metric: 'value_cosine' };
  expect(from('#/projects/2/runs/5', left)['Heads']).toBe('#/projects/2/heads/5?metric=value_cosine');
  expect(from('#/projects/2/runs/6', left)['Heads']).toBe('#/projects/2/heads/6');
});
