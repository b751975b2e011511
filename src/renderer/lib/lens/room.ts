import { z } from 'zod';
import { lensName } from '../../../core/analyses/lens/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { LENS_TEXT_ORDERS, STREAM_ORDERS } from './orders.ts';

const address = defineAddress({
  room: 'lens',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    /** The place of the text that is open. */
    item: z.int().min(0).optional(),
    /** Of the streams; without one, from the first layer on. */
    sort: z.object({ by: z.enum(STREAM_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** Of the texts; without one, the surest at the end first. */
    listed: z.object({ by: z.enum(LENS_TEXT_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
  }),
  paths: ['projects/:projectId/analyses/lens/:analysisId', 'projects/:projectId/analyses/lens'],
  query: { ...ANALYSIS_QUERY, item: number('item'), sort: order('sort'), listed: order('listed') },
});

/** `#/projects/1/analyses/lens/12`: from which layer on a prediction can be read. */
export const lensRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./LensView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(lensName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
