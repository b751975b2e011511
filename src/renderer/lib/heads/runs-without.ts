/** "The statistics of 5 runs have not been computed yet" */
import { countOf } from '../format/format.ts';

export function runsWithoutWords(runs: number): string {
  return `The statistics of ${countOf(runs, 'run')} have not been computed yet`;
}
