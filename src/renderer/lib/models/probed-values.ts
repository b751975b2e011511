/** The map of a probed head's values, fetched. */
import { hashKey, keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import { readSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { DeviceChoice } from '../../../shared/devices.ts';
import type { ValueProbe } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';

interface ProbedValues {
  readonly input: ValueProbe;
  /** [n, n] */
  readonly data: Float32Array;
}

/** The map of a head's values on an input, which does not change. @param input null: nothing is asked for @param device the workspace's */
export function probedValuesQuery(input: ValueProbe | null, device: DeviceChoice | undefined) {
  return queryOptions({
    queryKey: [...orpc.models.probeValues.key(input === null ? {} : { input }), 'map', device],
    queryFn:
      input === null
        ? skipToken
        : async ({ signal }): Promise<ProbedValues> => {
            const file = await client.models.probeValues(input, { signal });
            const values = readSafetensors(new Uint8Array(await file.arrayBuffer())).get('values');
            if (values === undefined) throw new Error('the engine sent no values');
            return { input, data: values.data };
          },
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
    // Until the map of the next head comes, the present one stays on screen.
    placeholderData: keepPreviousData,
  });
}

/** The map of what is asked for; undefined while it is fetched: what is still there is of another head or input. */
export function valuesFor(
  fetched: ProbedValues | undefined,
  input: ValueProbe | null,
): Float32Array | undefined {
  if (fetched === undefined || input === null) return undefined;
  return hashKey([fetched.input]) === hashKey([input]) ? fetched.data : undefined;
}
