/** Other runs of a project that a run is worth comparing with, and what the two have in common. */
import type { Run } from '../../../shared/entities.ts';
import { whyNotComparable } from '../runs/why-not-comparable.ts';

export interface OtherRun {
  readonly run: Run;
  /** 'same model and set', 'same model', 'same set' */
  readonly shares: string;
}

/** Those that are over and have the model or the set: what they share most first, then the latest. */
export function otherRuns(run: Run, all: readonly Run[]): OtherRun[] {
  return all
    .filter((other) => other.id !== run.id && whyNotComparable(other) === undefined && other.folder === null)
    .map((other) => ({
      run: other,
      model: other.provenance.weightsHash === run.provenance.weightsHash,
      set: other.set.id === run.set.id,
    }))
    .filter(({ model, set }) => model || set)
    .toSorted((a, b) => rank(b) - rank(a) || b.run.id - a.run.id)
    .map(({ run: other, model, set }) => ({
      run: other,
      shares: model && set ? 'same model and set' : model ? 'same model' : 'same set',
    }));
}

function rank({ model, set }: { readonly model: boolean; readonly set: boolean }): number {
  return 2 * Number(model) + Number(set);
}
