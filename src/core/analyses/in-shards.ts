import type { AnalysisDefinition } from './analysis.ts';

/**
 * Why an analysis is computed whole, in words; null for one that is computed in shards.
 * @param isOfRun whether it is of a run: that is in a workspace, which no shard opens
 */
export function whyWhole(
  { title, unit, takes, inShards }: Pick<AnalysisDefinition, 'title' | 'unit' | 'takes' | 'inShards'>,
  isOfRun: boolean,
): string | null {
  if (isOfRun || takes.every((kind) => kind === 'run'))
    return 'an analysis of a run is computed whole: divide the run (pairlens run … --shard), merge it, and analyse what was merged';
  if (inShards === true) return null;
  return `${title} is computed whole: its items are ${unit}, not texts or pairs`;
}
