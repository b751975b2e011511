import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import { z } from 'zod';
import { isolated, quoted } from '../../../core/isolated.ts';
import { comparisonChange } from '../../../core/analyses/statistics/comparison-choice.ts';
import { gridStatistic, id, metricName } from '../../../shared/entities.ts';
import { AXES } from '../../../core/figures/axes.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order, text, yes } from '../navigation/query-parts.ts';
import type { ProjectContents } from '../../../shared/project-contents.ts';
import { asked, type CommandLine, type RoomDefinition } from '../navigation/room.ts';
import { headName, typedHead, type TypedHead } from '../navigation/typed-place.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { madeOf } from '../runs/run-sets.ts';
import { runTarget } from '../runs/run-target.ts';
import { RANKING_ORDERS, SCATTER_COLOURS } from '../../../core/analyses/statistics/choices.ts';

const index = z.int().min(0);
/** Of another look than the planned one; without them the comparison is as the run was planned. */
const { comparison, clusters, margin, marginOf } = comparisonChange.shape;

const address = defineAddress({
  room: 'heads',
  schema: z.object({
    projectId: id,
    /** Without one: the latest that has results. */
    runId: id.optional(),
    /** '' is the whole set. */
    group: z.string().default(''),
    metric: metricName.default('attention_js_divergence'),
    /** Without one: the difference from the control, or the mean where there is none. */
    statistic: gridStatistic.optional(),
    comparison,
    clusters,
    margin,
    marginOf,
    sort: z
      .object({ by: z.enum(RANKING_ORDERS), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'response', direction: 'desc' }),
    /** The heads between those that change more and those that change less are listed, too. */
    middle: z.boolean().default(false),
    /** What goes to the right in the scatter; without one, the control of the metric that is shown. */
    across: metricName.optional(),
    acrossStatistic: gridStatistic.optional(),
    /** How numbers lie along the colours of the map and the axes of the ranking, the boxes and the scatter. */
    axes: z.enum(AXES).default('linear'),
    /** What colours the dots of the scatter; of a statistic, of which metric (that which is shown without one), and which. */
    colour: z.enum(SCATTER_COLOURS).default('outcome'),
    colourMetric: metricName.optional(),
    colourStatistic: gridStatistic.optional(),
    layer: index.optional(),
    head: index.optional(),
    /** Under the finding: the heads, or the grids of all groups. */
    beside: z.enum(['table', 'groups']).default('table'),
  }),
  paths: ['projects/:projectId/heads/:runId', 'projects/:projectId/heads'],
  query: {
    group: text('group'),
    beside: text('beside'),
    metric: text('metric'),
    statistic: text('statistic'),
    comparison: text('comparison'),
    clusters: text('clusters'),
    margin: number('margin'),
    marginOf: text('margin-of'),
    sort: order('sort'),
    middle: yes('middle'),
    across: text('across'),
    acrossStatistic: text('across-statistic'),
    axes: text('axes'),
    colour: text('colour'),
    colourMetric: text('colour-metric'),
    colourStatistic: text('colour-statistic'),
    layer: number('layer'),
    head: number('head'),
  },
});

/** `#/projects/1/heads/4?metric=value_cosine&comparison=unadjusted&layer=5&head=9`: every head over a whole set. */
export const headsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./HeadsRoom.svelte'),
  crumbs: ({ projectId, runId }, orpc) => [
    ...(runId === undefined ? [] : [runCrumb(orpc, runId, projectId)]),
    { text: 'Heads' },
  ],
  finds: (typed, here, orpc) => {
    const head = typedHead(typed);
    const { projectId, runId } = here;
    if (head === null) return [];
    if (projectId === undefined)
      return [
        {
          heading: 'Heads',
          isMeant: true,
          lines: asked(orpc.projects.contents.queryOptions(), (all) => inAnyRun(all?.runs ?? [], head)),
        },
      ];
    if (runId === undefined) return [];
    const left = here.lastIn('heads', projectId);
    return [
      {
        heading: 'Heads',
        isMeant: true,
        lines: asked(orpc.runs.get.queryOptions({ input: { id: runId } }), (run) =>
          run === undefined || head.layer >= run.model.layers || head.head >= run.model.heads
            ? []
            : [
                {
                  text: `${headName(head)} in Run ${runId}`,
                  note: madeOf(run),
                  to: { ...(left?.runId === runId ? left : { room: 'heads', projectId, runId }), ...head },
                },
              ],
        ),
      },
    ];
  },
  rail: { word: 'Heads', icon: LayoutGrid, target: (here) => runTarget('heads', here) },
};

/** So many of the newest runs are offered where no project is open. */
const NEWEST = 7;

/** The head in each run whose model has it. */
function inAnyRun(runs: ProjectContents['runs'], head: TypedHead): CommandLine[] {
  return runs
    .filter(({ model, hasResults }) => hasResults && head.layer < model.layers && head.head < model.heads)
    .slice(0, NEWEST)
    .map(({ id: runId, project, model, set }) => ({
      text: `${headName(head)} in Run ${runId}`,
      note: `${isolated(model.name)} · ${quoted(set)} · Project ${quoted(project.name)}`,
      to: { room: 'heads', projectId: project.id, runId, ...head },
    }));
}
