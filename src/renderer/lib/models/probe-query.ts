/** The attention of all heads of a model on an input, fetched. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import type { DeviceChoice } from '../../../shared/devices.ts';
import type { ModelProbe } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';
import { readProbe, type ProbeResult } from './read-probe.ts';

export interface Probe extends ProbeResult {
  readonly input: ModelProbe;
}

/** The patterns of a model on an input do not change, but for the last digits where another device computes it. @param device the workspace's */
export function probeQuery(input: ModelProbe | null, device: DeviceChoice | undefined) {
  return queryOptions({
    queryKey: [...orpc.models.probe.key(input === null ? {} : { input }), 'patterns', device],
    queryFn:
      input === null
        ? skipToken
        : async ({ signal }): Promise<Probe> => ({
            input,
            ...readProbe(new Uint8Array(await (await client.models.probe(input, { signal })).arrayBuffer())),
          }),
    staleTime: Infinity,
    gcTime: 60_000,
    // A new answer replaces the old one whole: comparing all numbers of two tensors would be slow.
    structuralSharing: false,
    // Until the patterns of the next sentence come, the present ones stay on screen.
    placeholderData: keepPreviousData,
  });
}
