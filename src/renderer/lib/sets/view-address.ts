/** Which pairs of a set an address shows, in which order, and whose tokens: the fields of a route and how they are written. */
import { z } from 'zod';
import { MOST } from '../../../core/bounds.ts';
import { PAIR_LOOKS } from '../../../core/pairs/pair-looks.ts';
import { names, type QueryPart, searched, text, texts, yes } from '../navigation/query-parts.ts';

export const VIEW_FIELDS = {
  search: z.string().default(''),
  /** Whether what is searched for is an expression. */
  regex: z.boolean().default(false),
  /** Of the pairs that are shown; '' for those without one. */
  labels: z.array(z.string()).default([]),
  looks: z.array(z.enum(PAIR_LOOKS)).default([]),
  /** A column of the grid, or `position`. */
  sort: z.string().default('position'),
  descending: z.boolean().default(false),
  /** Columns after that one. */
  then: z
    .array(z.object({ by: z.string(), descending: z.boolean() }))
    .max(MOST.sortKeys - 1)
    .default([]),
  /** Whose tokens of the pair are shown; '' for no model's. */
  model: z.string().default(''),
};

const MOST_AFTER = MOST.sortKeys - 1;

/** `then=asc:cluster&then=desc:column:source` */
const then: QueryPart<readonly { readonly by: string; readonly descending: boolean }[]> = {
  read: (query) =>
    query.has('then')
      ? query
          .getAll('then')
          .slice(0, MOST_AFTER)
          .map((written) => ({
            by: written.replace(/^(asc|desc):/, ''),
            descending: written.startsWith('desc:'),
          }))
      : undefined,
  write: (keys, query) => {
    for (const { by, descending } of keys) query.append('then', `${descending ? 'desc' : 'asc'}:${by}`);
  },
};

export const VIEW_QUERY = {
  search: searched('search'),
  regex: yes('regex'),
  labels: texts('label'),
  looks: names('look'),
  sort: text('sort'),
  descending: yes('descending'),
  then,
  model: text('model'),
};
