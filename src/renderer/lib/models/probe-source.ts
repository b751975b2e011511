/** A probe as figures have it. */
import { type ProbeMapData } from '../../../core/figures/kinds/probe-map.ts';
import { probedSpec, type ProbedSource } from '../../../core/figures/probed-input.ts';
import type { Probe } from './probe-query.ts';

export function probedSource({ input, tokens, patterns }: Probe): ProbedSource {
  return {
    model: input.name,
    text: 'text' in input ? input.text : null,
    tokens,
    causal: patterns.causal,
  };
}

/** Names the map of a head. */
export function probeMapSpec(
  { input }: Probe,
  { layer, head, map, plotSize }: Pick<ProbeMapData, 'layer' | 'head' | 'map' | 'plotSize'>,
) {
  return { kind: 'probe-map' as const, ...probedSpec(input), layer, head, map, plotSize };
}
