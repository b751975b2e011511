/** The induction circuit of a model on a text, fetched. */
import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { z } from 'zod';
import type { ModelProbe } from '../../../shared/entities.ts';
import type { InductionCircuitRequest, inductionCircuitRequest } from '../../../shared/circuits.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';

export function circuitQuery(request: z.input<typeof inductionCircuitRequest>) {
  return queryOptions({
    queryKey: orpc.circuits.induction.key({ input: request }),
    queryFn: ({ signal }) => client.circuits.induction(request, { signal }),
    enabled: !('text' in request) || request.text.trim() !== '',
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** The model and what it is given, as a probe is asked. */
export function circuitInput(request: InductionCircuitRequest): ModelProbe {
  const { model: name } = request;
  return 'text' in request ? { name, text: request.text } : { name, ids: request.ids };
}

export function headName({ layer, head }: { readonly layer: number; readonly head: number }): string {
  return `L${layer} H${head}`;
}

export function isSameHead(
  a: { readonly layer: number; readonly head: number } | null,
  b: { readonly layer: number; readonly head: number } | null,
): boolean {
  return a !== null && b !== null && a.layer === b.layer && a.head === b.head;
}
