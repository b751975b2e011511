import { z } from 'zod';
import { COMPOSITION_KINDS } from '../../../core/analyses/circuits/composition.ts';
import { WEIGHT_VERSIONS } from '../../../core/analyses/circuits/head-matrices.ts';
import { compositionName } from '../../../core/analyses/composition/name.ts';
import { ANALYSIS_FIELDS, ANALYSIS_QUERY, analysisCrumbs } from '../analyses/analysis-room.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, order, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const address = defineAddress({
  room: 'composition',
  schema: z.object({
    ...ANALYSIS_FIELDS,
    of: z.enum(['all', ...COMPOSITION_KINDS]).default('all'),
    weights: z.enum(WEIGHT_VERSIONS).optional(),
    /** The smallest score that is drawn. */
    threshold: z.number().min(0).optional(),
    /** What the matrix is of. */
    matrix: z.enum(COMPOSITION_KINDS).default('k'),
    /** Of the list of the strongest; without one, the strongest first. */
    sort: z
      .object({ by: z.enum(['from', 'to', 'kind', 'score', 'excess']), direction: z.enum(['asc', 'desc']) })
      .optional(),
  }),
  paths: ['projects/:projectId/analyses/composition/:analysisId', 'projects/:projectId/analyses/composition'],
  query: {
    ...ANALYSIS_QUERY,
    of: text('of'),
    weights: text('weights'),
    threshold: number('threshold'),
    matrix: text('matrix'),
    sort: order('sort'),
  },
});

/** `#/projects/1/analyses/composition/12?of=k`: which heads could read what which heads write. */
export const compositionRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./CompositionView.svelte'),
  crumbs: (route, orpc) => analysisCrumbs(compositionName.title, route, orpc, 'circuits'),
  rail: 'circuits',
};
