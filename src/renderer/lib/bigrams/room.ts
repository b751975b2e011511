import { z } from 'zod';
import { bigramsName } from '../../../core/analyses/bigrams/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order, searched, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { CLOUD_FIELDS, CLOUD_QUERY } from '../query-key/cloud-address.ts';
import { BIGRAM_ORDERS } from './bigram-order.ts';

const address = defineAddress({
  room: 'bigrams',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    search: z.string().default(''),
    /** The id of the token that is shown, among those that are listed. */
    shown: z.int().min(0).optional(),
    /** Of the tokens that are listed; without one, in the order of the vocabulary. */
    sort: z.object({ by: z.enum(BIGRAM_ORDERS), direction: z.enum(['asc', 'desc']) }).optional(),
    /** Any other token that is looked for. */
    token: z.string().default(''),
    /** Tokens that are looked for in the picture of the embeddings. */
    find: z.string().default(''),
    ...CLOUD_FIELDS,
  }),
  paths: ['projects/:projectId/analyses/bigrams/:analysisId', 'projects/:projectId/analyses/bigrams'],
  query: {
    ...ANALYSIS_QUERY,
    search: searched('search'),
    shown: number('shown'),
    sort: order('sort'),
    token: text('token'),
    find: searched('find'),
    ...CLOUD_QUERY,
  },
});

/** `#/projects/1/analyses/bigrams/12?search=the`: what follows a token, and what predicts it, off the weights. */
export const bigramsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./BigramsView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(bigramsName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
