/**
 * Where a person is: the whole state of a view, and the URL hash that says it. `formatRoute` and `parseRoute` are
 * inverse to each other, so that back, reload and a copied link return to the same view.
 *
 *     #/projects
 *     #/projects/1/pairs/3?search=not
 *     #/projects/1/runs/new?set=3
 *     #/projects/1/results/4?where=attention_js_divergence>=0.2&layers=2,3&sort=value_cosine:asc
 *     #/projects/1/results/4/pairs/17?layer=3&head=7&view=words
 *     #/projects/1/heads/4?metric=value_cosine&statistic=difference&q=0.01
 *     #/models/gpt2?show=probe&text=Tom+and+his+dog&layer=3&head=7
 */
import { z } from 'zod';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import {
  gridStatistic,
  id,
  mapScale,
  metricName,
  resultFilter,
  resultSort,
  tokenView,
} from '../../../shared/entities.ts';
import {
  formatLabels,
  formatNumbers,
  formatSort,
  formatThreshold,
  parseLabels,
  parseNumbers,
  parseSort,
  parseThreshold,
} from './query-values.ts';

const index = z.int().min(0);

export const RESULT_COLUMNS = [
  'pair',
  'label',
  'original',
  'counterfactual',
  'layer',
  'head',
  'flags',
  ...METRIC_NAMES,
] as const;
export const resultColumn = z.enum(RESULT_COLUMNS);
export type ResultColumn = z.infer<typeof resultColumn>;

export const MODEL_TABS = ['blocks', 'probe', 'parameters', 'config', 'files', 'card'] as const;
export const modelTab = z.enum(MODEL_TABS);
export type ModelTab = z.infer<typeof modelTab>;
export const PARAMETER_COLUMNS = ['name', 'shape', 'dtype', 'bytes', 'used'] as const;
/** Without one: the checkpoint's own order. */
export const parameterSort = z.object({
  by: z.enum(PARAMETER_COLUMNS),
  direction: z.enum(['asc', 'desc']),
});
export type ParameterSort = z.infer<typeof parameterSort>;

const inProject = { projectId: id };

export const route = z.discriminatedUnion('room', [
  /** `create`: the dialog that makes a project is open. */
  z.object({ room: z.literal('projects'), create: z.boolean().default(false) }),
  z.object({
    room: z.literal('models'),
    projectId: id.optional(),
    search: z.string().default(''),
    /** The dialog that adds a model, where it is open. */
    add: z.enum(['hub', 'folder']).optional(),
  }),
  z.object({
    room: z.literal('model'),
    projectId: id.optional(),
    name: z.string().min(1),
    show: modelTab.default('blocks'),
    /** Of the block that is drawn, or of the head that is looked at in a probe. */
    layer: index.optional(),
    head: index.optional(),
    /** The hook point that is looked at. */
    hook: z.string().optional(),
    /** What is probed: a text, or token ids. */
    text: z.string().optional(),
    ids: z.array(z.int().min(0)).optional(),
    /** In the parameters. */
    search: z.string().default(''),
    order: parameterSort.optional(),
  }),
  z.object({
    room: z.literal('pairs'),
    ...inProject,
    setId: id.optional(),
    search: z.string().default(''),
    /** The dialog that adds a set, where it is open. */
    add: z.enum(['bundled', 'import', 'empty']).optional(),
  }),
  z.object({ room: z.literal('runs'), ...inProject, runId: id.optional() }),
  z.object({ room: z.literal('new-run'), ...inProject, setId: id.optional(), model: z.string().optional() }),
  /** Without a run: the latest one that has results. */
  z.object({
    room: z.literal('results'),
    ...inProject,
    runId: id.optional(),
    filter: resultFilter.prefault({}),
    sort: resultSort.default({ by: 'pair', direction: 'asc' }),
    /** Columns of the table that are not shown. */
    hidden: z.array(resultColumn).default([]),
  }),
  z.object({
    room: z.literal('pair'),
    ...inProject,
    runId: id,
    pairId: id,
    layer: index.default(0),
    head: index.default(0),
    metric: metricName.default('attention_js_divergence'),
    view: tokenView.default('tokens'),
    /** Colours over the whole domain of a map, or over the values that are there. */
    scale: mapScale.default('fixed'),
  }),
  z.object({
    room: z.literal('heads'),
    ...inProject,
    runId: id.optional(),
    /** '' is the whole set. */
    group: z.string().default(''),
    metric: metricName.default('attention_js_divergence'),
    statistic: gridStatistic.default('mean'),
    /** Heads with q at or above this are dimmed; null dims none. */
    qThreshold: z.number().nullable().default(0.05),
    layer: index.optional(),
    head: index.optional(),
    /** Beside the grid: the heads in a table, or the grids of all groups. */
    beside: z.enum(['table', 'groups']).default('table'),
  }),
]);

export type Route = z.infer<typeof route>;
/** A route as code writes it: what has a default may be left out. */
export type RouteInput = z.input<typeof route>;
export type Room = Route['room'];
export type RouteOf<R extends Room> = Extract<Route, { room: R }>;

/** The route that a hash (`#/projects/1/runs`, with or without `#`) names; null where it names none. */
export function parseRoute(hash: string): Route | null {
  const url = hash.replace(/^#/, '');
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const segments = path.split('/').filter((segment) => segment !== '');
  const raw = segments.length === 0 ? { room: 'projects' } : fromSegments(segments);
  if (raw === null) return null;
  const parsed = route.safeParse({ ...fromQuery(query), ...raw });
  return parsed.success ? parsed.data : null;
}

/** The hash of a route, from `#` on; what is at its default is left out. */
export function formatRoute(target: RouteInput): string {
  const full = route.parse(target);
  const query = toQuery(full).toString();
  return `#/${toSegments(full).join('/')}${query === '' ? '' : `?${query}`}`;
}

const ROOM_WITH_ITEM = { pairs: 'setId', runs: 'runId', results: 'runId', heads: 'runId' } as const;

function fromSegments(segments: readonly string[]): Record<string, unknown> | null {
  const [first, project, place, item, sub, subItem, ...rest] = segments;
  if (first === 'models') return modelsRoom(segments.slice(1), {});
  if (first !== 'projects' || rest.length > 0) return null;
  if (project === undefined) return { room: 'projects' };
  const projectId = Number(project);
  if (place === undefined) return { room: 'pairs', projectId };
  if (place === 'models') return modelsRoom(segments.slice(3), { projectId });
  if (place === 'runs' && item === 'new' && sub === undefined) return { room: 'new-run', projectId };
  if (place === 'results' && sub === 'pairs' && subItem !== undefined) {
    return { room: 'pair', projectId, runId: Number(item), pairId: Number(subItem) };
  }
  if (!Object.hasOwn(ROOM_WITH_ITEM, place) || sub !== undefined) return null;
  const itemKey = ROOM_WITH_ITEM[place as keyof typeof ROOM_WITH_ITEM];
  return { room: place, projectId, ...(item === undefined ? {} : { [itemKey]: Number(item) }) };
}

/** @param segments after `models`: none, or the name of a model */
function modelsRoom(
  segments: readonly string[],
  project: { projectId?: number },
): Record<string, unknown> | null {
  const [name, ...rest] = segments;
  if (rest.length > 0) return null;
  if (name === undefined) return { room: 'models', ...project };
  try {
    return { room: 'model', ...project, name: decodeURIComponent(name) };
  } catch {
    // A percent sign that encodes nothing: no address that was made here.
    return null;
  }
}

function toSegments(target: Route): (string | number)[] {
  switch (target.room) {
    case 'projects':
      return ['projects'];
    case 'models':
    case 'model': {
      const models = target.projectId === undefined ? ['models'] : ['projects', target.projectId, 'models'];
      return target.room === 'model' ? [...models, encodeURIComponent(target.name)] : models;
    }
    case 'new-run':
      return ['projects', target.projectId, 'runs', 'new'];
    case 'pair':
      return ['projects', target.projectId, 'results', target.runId, 'pairs', target.pairId];
    case 'pairs':
      return ['projects', target.projectId, 'pairs', ...present(target.setId)];
    default:
      return ['projects', target.projectId, target.room, ...present(target.runId)];
  }
}

function present(item: number | undefined): number[] {
  return item === undefined ? [] : [item];
}

/** Everything that any room keeps in its query; the schema of the room takes what is its own. */
function fromQuery(query: URLSearchParams): Record<string, unknown> {
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const number = (name: string): number | undefined => {
    const value = query.get(name);
    return value === null ? undefined : Number(value);
  };
  const q = query.get('q');
  return withoutUndefined({
    create: query.get('create') === null ? undefined : query.get('create') === 'yes',
    search: text('search'),
    add: text('add'),
    setId: number('set'),
    model: text('model'),
    filter: withoutUndefined({
      role: text('role'),
      layers: parseNumbers(query.get('layers')),
      heads: parseNumbers(query.get('heads')),
      labels: parseLabels(query.getAll('label')),
      pairId: number('pair'),
      thresholds: query.getAll('where').map(parseThreshold),
    }),
    sort: parseSort(query.get('sort')),
    order: parseSort(query.get('order')),
    show: text('show'),
    hook: text('hook'),
    text: text('text'),
    ids: parseNumbers(query.get('ids')),
    hidden: query.get('hide')?.split(','),
    layer: number('layer'),
    head: number('head'),
    metric: text('metric'),
    view: text('view'),
    scale: text('scale'),
    group: text('group'),
    beside: text('beside'),
    statistic: text('statistic'),
    qThreshold: q === null ? undefined : q === 'none' ? null : Number(q),
  });
}

function toQuery(target: Route): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | number | undefined, atDefault?: string | number): void => {
    if (value !== undefined && value !== atDefault) query.set(name, String(value));
  };
  switch (target.room) {
    case 'projects':
      set('create', target.create ? 'yes' : undefined);
      break;
    case 'pairs':
      set('search', target.search, '');
      set('add', target.add);
      break;
    case 'models':
      set('search', target.search, '');
      set('add', target.add);
      break;
    case 'model':
      set('show', target.show, 'blocks');
      set('layer', target.layer);
      set('head', target.head);
      set('hook', target.hook);
      set('text', target.text);
      set('ids', formatNumbers(target.ids));
      set('search', target.search, '');
      set('order', target.order && formatSort(target.order));
      break;
    case 'new-run':
      set('set', target.setId);
      set('model', target.model);
      break;
    case 'results':
      set('role', target.filter.role, 'set');
      set('layers', formatNumbers(target.filter.layers));
      set('heads', formatNumbers(target.filter.heads));
      for (const label of formatLabels(target.filter.labels)) query.append('label', label);
      set('pair', target.filter.pairId);
      for (const threshold of target.filter.thresholds) query.append('where', formatThreshold(threshold));
      set('sort', formatSort(target.sort), 'pair:asc');
      set('hide', target.hidden.join(','), '');
      break;
    case 'pair':
      set('layer', target.layer, 0);
      set('head', target.head, 0);
      set('metric', target.metric, 'attention_js_divergence');
      set('view', target.view, 'tokens');
      set('scale', target.scale, 'fixed');
      break;
    case 'heads':
      set('group', target.group, '');
      set('beside', target.beside, 'table');
      set('metric', target.metric, 'attention_js_divergence');
      set('statistic', target.statistic, 'mean');
      set('q', target.qThreshold ?? 'none', 0.05);
      set('layer', target.layer);
      set('head', target.head);
      break;
    default:
      break;
  }
  return query;
}

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
