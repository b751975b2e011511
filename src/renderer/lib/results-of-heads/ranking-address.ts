/** What the address of a view says of its ranking: in which order, and whether the middle is listed. */
import { z } from 'zod';
import { order, yes } from '../navigation/query-parts.ts';
import { BY_RANK, type RankingOrder } from '../../../core/figures/ranked-heads.ts';

export const RANKING_FIELDS = {
  /** The heads in the middle of the ranking, which are not called, are listed, too. */
  middle: z.boolean().default(false),
  /** By rank, or by a column. */
  sort: z
    .object({ by: z.string().max(40), direction: z.enum(['asc', 'desc']) })
    .default(BY_RANK satisfies RankingOrder),
};

export const RANKING_QUERY = { middle: yes('middle'), sort: order('sort') };
