import { z } from 'zod';
import { isolated, quoted } from '../../../core/isolated.ts';
import { PATCH_DIRECTIONS } from '../../../core/analyses/patching/hooks.ts';
import {
  COMPARED,
  HIDDEN_TOKENS,
  LINE_LAYOUTS,
  MAPS_OVER,
  MOST_HEADS_OVER,
  SMALL_MAPS,
} from '../../../core/figures/pair-maps.ts';

import { id, mapScale, metricName, tokenView, valueKind } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numbers, order, text } from '../navigation/query-parts.ts';
import type { FoundPair } from '../../../shared/found-pairs.ts';
import { asked, type CommandLine, type RoomDefinition } from '../navigation/room.ts';
import { markSections } from '../marks/mark-words.ts';
import { headName, typedHead, typedPair } from '../navigation/typed-place.ts';
import { listOfPairs } from '../result-lists/list-order.ts';
import { BESIDE } from './beside.ts';
import { POSITION_ORDERS } from './position-order.ts';
import { SPANS } from './spans.ts';
import { runCrumb } from '../runs/run-crumb.ts';
import { changedWords } from '../sets/changed-words.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'pair',
  schema: z.object({
    projectId: id,
    runId: id,
    pairId: id,
    /** Without either: the head that changes most on the pair by the metric. */
    layer: index.optional(),
    head: index.optional(),
    metric: metricName.default('attention_js_divergence'),
    /** What the original is compared with. */
    compared: z.enum(COMPARED).default('counterfactual'),
    view: tokenView.default('tokens'),
    /** Colours over the whole domain of a map, or over the values that are there. */
    scale: mapScale.default('fixed'),
    /** Which maps of values are shown beside those of attention. */
    values: valueKind.default('centred'),
    /** Heads by what putting their output in restores, instead of by a metric: computed when it is asked for. */
    restores: z.enum(['off', ...PATCH_DIRECTIONS]).default('off'),
    /** Of what a head restores by token; without one, as they are read. */
    positions: z.object({ by: z.enum(POSITION_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** The list that it was opened from: what stands behind the ? of its address. Absent: the whole set. */
    list: z.string().optional(),
    /** The token that is locked: 'o3' is the fourth of the original, 'c4' the fifth of what it is compared with. */
    token: z
      .string()
      .regex(/^[oc]\d{1,5}$/)
      .optional(),
    /** How attention is drawn beside the maps, and of which statement. */
    lines: z.enum(LINE_LAYOUTS).default('lines'),
    linesOf: z.enum(['original', 'counterfactual']).default('counterfactual'),
    /** Heads of the layer that the lines are of besides the one that is open. */
    also: z
      .array(index)
      .max(MOST_HEADS_OVER - 1)
      .default([]),
    /** The colour of each of these, the open one first, where they are not in their order: one went, and the others keep theirs. */
    colours: z
      .array(index.max(MOST_HEADS_OVER - 1))
      .max(MOST_HEADS_OVER)
      .default([]),
    /** Which tokens maps leave out. */
    hide: z.enum(HIDDEN_TOKENS).default('nothing'),
    /** The maps of one head, or a small one of every head. */
    show: z.enum(['head', 'all']).default('head'),
    /** What the patterns are of: the head, or the mean over all heads of its layer. */
    over: z.enum(MAPS_OVER).default('head'),
    /** Which map of every head is shown. */
    small: z.enum(SMALL_MAPS).default('difference'),
    /** What stands beside it: run.pair.layer.head. */
    beside: z.string().regex(BESIDE).optional(),
    /** What is edited, for whoever comes to do so. */
    edit: z.enum(['alignment']).optional(),
    /** Of a long pair: the first token that is shown. */
    from: index.optional(),
    /** Of a long pair: how many tokens are shown. Absent: as many as have room. */
    span: z.int().min(SPANS.smallest).max(SPANS.largest).optional(),
  }),
  paths: ['projects/:projectId/results/:runId/pairs/:pairId'],
  query: {
    layer: number('layer'),
    head: number('head'),
    metric: text('metric'),
    compared: text('compared'),
    view: text('view'),
    scale: text('scale'),
    values: text('values'),
    restores: text('restores'),
    positions: order('positions'),
    list: text('list'),
    token: text('token'),
    lines: text('lines'),
    linesOf: text('linesOf'),
    also: numbers('also'),
    colours: numbers('colours'),
    hide: text('hide'),
    beside: text('beside'),
    show: text('show'),
    over: text('over'),
    small: text('small'),
    edit: text('edit'),
    from: number('from'),
    span: number('span'),
  },
});

/** `#/projects/1/results/4/pairs/17?layer=3&head=7&view=words`: one head on one pair. */
export const pairRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./PairRoom.svelte'),
  crumbs: ({ projectId, runId, pairId, layer, head, over }, orpc) => [
    runCrumb(orpc, runId, projectId),
    asked(orpc.pairs.detail.queryOptions({ input: { runId, pairId } }), (detail) => ({
      text: detail === undefined ? 'Pair' : `Pair ${detail.pair.position + 1}`,
      to: { room: 'results', projectId, runId, group: 'rows', filter: { pairId } },
    })),
    ...(layer === undefined || head === undefined
      ? []
      : [over === 'layer' ? { text: `L${layer}, mean` } : { text: headName({ layer, head }), mono: true }]),
  ],
  rail: 'results',
  commands: ({ projectId }, orpc) => markSections('pair', projectId, orpc),
  finds: (typed, { route, projectId, runId }, orpc) => {
    const head = typedHead(typed);
    if (head !== null)
      return route?.room === 'pair'
        ? [
            {
              heading: 'Heads',
              isMeant: true,
              lines: [
                {
                  text: `${headName(head)} of this pair`,
                  // Who names a head goes to it alone.
                  to: { ...route, over: 'head', show: 'head', also: [], colours: [], ...head },
                },
              ],
            },
          ]
        : [];
    const number = typedPair(typed);
    if (number === null && typed.trim().length < 2) return [];
    const by = number === null ? { words: typed.trim() } : { number };
    return [
      {
        heading: 'Pairs',
        isMeant: number !== null,
        lines: asked(orpc.sets.find.queryOptions({ input: { projectId, runId, by } }), (pairs = []) =>
          pairs.map((pair) => lineOf(pair, by, projectId === undefined)),
        ),
      },
    ];
  },
};

/** A pair is looked at in a run that has measured it, else where it stands in its set. */
function lineOf(
  { pairId, project, set, number, original, counterfactual, runId }: FoundPair,
  by: { readonly words?: string },
  isOfAny: boolean,
): CommandLine {
  const projectId = project.id;
  return {
    text: `Pair ${number} of ${quoted(set.name)}${runId === null ? '' : ` in Run ${runId}`}${isOfAny ? ` · Project ${quoted(project.name)}` : ''}`,
    note:
      original === '' ? '' : `${isolated(original)} → ${isolated(changedWords(original, counterfactual))}`,
    to:
      runId === null
        ? { room: 'pairs', projectId, setId: set.id, search: by.words ?? original }
        : {
            room: 'pair',
            projectId,
            runId,
            pairId,
            ...(by.words !== undefined && {
              list: listOfPairs({ projectId, runId, filter: { search: by.words } }),
            }),
          },
  };
}
