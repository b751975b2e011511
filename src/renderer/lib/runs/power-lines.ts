/** What a forecast of what could be seen is of, in words. */
import type { RunPower } from '../../../shared/run-power.ts';
import { countOf } from '../format/format.ts';

/** 'Of 547 pairs in 143 clusters, each against its own neutral. The larger number: pairs of a cluster tell the same.' */
export function sizeWords({ kind, set, control }: RunPower): string {
  const against =
    kind === 'paired'
      ? ', each against its own neutral'
      : control === null
        ? ''
        : ` against ${inClusters(control)} of the control, those of the same shape`;
  const hasClusters = set.units < set.pairs || (control !== null && control.units < control.pairs);
  const range = hasClusters ? ' The larger number holds where pairs of a cluster tell no more than one.' : '';
  return `Of ${inClusters(set)}${kind === 'unadjusted' ? against.replace(', those of the same shape', '') : against}.${range}`;
}

function inClusters({ pairs, units }: RunPower['set']): string {
  return units < pairs ? `${countOf(pairs, 'pair')} in ${countOf(units, 'cluster')}` : countOf(pairs, 'pair');
}
