import { z } from 'zod';
import { norms } from '../../../core/analyses/norms/definition.ts';
import { ANALYSIS_FIELDS, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, text, yes } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'norms',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    layer: index.optional(),
    head: index.optional(),
    /** The heads in the middle of the ranking are listed, too. */
    middle: z.boolean().default(false),
    /** The place of the text that is open. */
    item: index.optional(),
  }),
  paths: ['projects/:projectId/analyses/norms/:analysisId', 'projects/:projectId/analyses/norms'],
  query: {
    form: text('form'),
    layer: number('layer'),
    head: number('head'),
    middle: yes('middle'),
    item: number('item'),
  },
});

/** `#/projects/1/analyses/norms/12?layer=1&head=3`: what tokens bring to each other, beside how much they are looked at. */
export const normsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./NormsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(norms.title, route, orpc),
  rail: 'analyses',
};
