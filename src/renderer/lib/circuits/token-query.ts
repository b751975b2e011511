/** One token in a circuit, fetched: of the weights, which do not change. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import type { z } from 'zod';
import type { tokenCircuitRequest } from '../../../shared/circuits.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';

export type TokenQuestion = z.input<typeof tokenCircuitRequest>;

export function tokenQuery(question: TokenQuestion | null) {
  return queryOptions({
    queryKey: orpc.circuits.token.key(question === null ? {} : { input: question }),
    queryFn: question === null ? skipToken : ({ signal }) => client.circuits.token(question, { signal }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** What a token does as one end of a circuit, and as the other. */
export const SIDE_WORDS = {
  first: 'What follows it',
  next: 'What predicts it',
  source: 'Attended to, it raises',
  output: 'It is raised by attending to',
  query: 'As a query, it looks for',
  key: 'As a key, it is looked for by',
} as const;
