import { z } from 'zod';
import { qkOvName } from '../../../core/analyses/qk-ov/name.ts';
import { CIRCUITS, SHARES } from '../../../core/analyses/qk-ov/result.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'qk-ov',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    quantity: z.enum(SHARES).default('ov'),
    circuit: z.enum(CIRCUITS).default('ov'),
    layer: index.optional(),
    head: index.optional(),
    /** The singular direction that is read. */
    direction: index.default(0),
    /** A token that is looked for. */
    token: z.string().default(''),
  }),
  paths: ['projects/:projectId/analyses/qk-ov/:analysisId', 'projects/:projectId/analyses/qk-ov'],
  query: {
    ...ANALYSIS_QUERY,
    quantity: text('quantity'),
    circuit: text('circuit'),
    layer: number('layer'),
    head: number('head'),
    direction: number('direction'),
    token: text('token'),
  },
});

/** `#/projects/1/analyses/qk-ov/12?layer=1&head=2`: the circuits of a head over tokens. */
export const qkOvRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./QkOvView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(qkOvName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
