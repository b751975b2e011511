import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRoute, parseRoute, readRoute, roomOf } from './lib/navigation/rooms.ts';
import type { AnyRoom } from './lib/navigation/room.ts';
import { projectOf, runOf, type RouteInput } from './lib/navigation/route.ts';
import { ROOMS } from './rooms.ts';
import { anyRoute } from './any-route.example.ts';

/** The route with every default in it. */
function inFull(target: RouteInput): unknown {
  return { room: target.room, ...roomOf(ROOMS, target).address.schema.parse(target) };
}

describe('a hash names a view', () => {
  const cases: [string, RouteInput][] = [
    ['', { room: 'projects' }],
    ['#/projects', { room: 'projects' }],
    ['#/projects?create=yes', { room: 'projects', create: true }],
    ['#/projects?sort=name:asc', { room: 'projects', sort: { by: 'name', direction: 'asc' } }],
    [
      '#/projects/1/runs/4?failed=pair:desc',
      { room: 'runs', projectId: 1, runId: 4, failed: { by: 'pair', direction: 'desc' } },
    ],
    [
      '#/projects/1/analyses/lens/3?sort=q:asc&listed=rank:asc',
      {
        room: 'lens',
        projectId: 1,
        analysisId: 3,
        sort: { by: 'q', direction: 'asc' },
        listed: { by: 'rank', direction: 'asc' },
      },
    ],
    [
      '#/projects/1/analyses/bigrams/3?sort=follows:desc',
      { room: 'bigrams', projectId: 1, analysisId: 3, sort: { by: 'follows', direction: 'desc' } },
    ],
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
    [
      '#/models/tiny?show=files&file-order=bytes:desc',
      { room: 'model', name: 'tiny', show: 'files', fileOrder: { by: 'bytes', direction: 'desc' } },
    ],
    [
      '#/projects/1/runs/4?heads=head:asc&middle=yes',
      {
        room: 'runs',
        projectId: 1,
        runId: 4,
        heads: { by: 'head', direction: 'asc' },
        middle: true,
      },
    ],
    [
      '#/projects/1/circuits/induction?sort=lossCut:desc',
      { room: 'induction-circuit', projectId: 1, sort: { by: 'lossCut', direction: 'desc' } },
    ],
    [
      '#/projects/1/analyses/effects/3?sort=called:desc',
      { room: 'effects', projectId: 1, analysisId: 3, sort: { by: 'called', direction: 'desc' } },
    ],
    [
      '#/projects/1/analyses/composition/3?sort=excess:asc',
      { room: 'composition', projectId: 1, analysisId: 3, sort: { by: 'excess', direction: 'asc' } },
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
