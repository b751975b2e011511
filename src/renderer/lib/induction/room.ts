import { z } from 'zod';
import { inductionName } from '../../../core/analyses/induction/name.ts';
import { INDUCTION_MEASURES, LEADING } from '../../../core/analyses/induction/measures.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);
const measure = z.enum([...LEADING, ...INDUCTION_MEASURES]);

const address = defineAddress({
  room: 'induction',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** Without one what heads are called by: the score less its control, where there is one. */
    quantity: measure.optional(),
    /** The axes of the scatter. */
    x: measure.default('first_beside'),
    y: measure.default('induction'),
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/induction/:analysisId', 'projects/:projectId/analyses/induction'],
  query: {
    ...ANALYSIS_QUERY,
    quantity: text('quantity'),
    x: text('x'),
    y: text('y'),
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/induction/12?layer=1&head=3`: which heads attend to what followed the same token last time. */
export const inductionRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./InductionView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(inductionName.title, route, orpc),
  rail: 'analyses',
};
