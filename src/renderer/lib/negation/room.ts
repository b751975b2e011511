import { z } from 'zod';
import { negationName } from '../../../core/analyses/negation/name.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES } from '../../../core/analyses/negation/quantities.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { ITEM_FIELDS, ITEM_QUERY } from '../results-of-heads/item-address.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { RANKING_FIELDS, RANKING_QUERY } from '../results-of-heads/ranking-address.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'negation',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    quantity: z.enum(NEGATION_QUANTITIES).default('to_cue_ratio'),
    /** Without one: that of the quantity. */
    profile: z.enum(NEGATION_PROFILES).optional(),
    layer: index.optional(),
    head: index.optional(),
    ...RANKING_FIELDS,
    ...ITEM_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/negation/:analysisId', 'projects/:projectId/analyses/negation'],
  query: {
    ...ANALYSIS_QUERY,
    quantity: text('quantity'),
    profile: text('profile'),
    layer: number('layer'),
    head: number('head'),
    ...RANKING_QUERY,
    ...ITEM_QUERY,
  },
});

/** `#/projects/1/analyses/negation/12?layer=5&head=9`: which heads attend to a negation, and to what it negates. */
export const negationRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./NegationView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(negationName.title, route, orpc),
  rail: 'analyses',
};
