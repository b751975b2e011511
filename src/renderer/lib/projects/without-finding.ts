import type { Project } from '../../../shared/entities.ts';

/** What a list says of a project in which no run has come to its end. */
export function withoutFinding({
  filledSetCount,
  runCount,
}: Pick<Project, 'filledSetCount' | 'runCount'>): string {
  if (runCount > 0) return runCount === 1 ? 'Its run has not ended yet' : 'None of its runs has ended yet';
  return filledSetCount === 0 ? 'No pairs yet' : 'Not run yet';
}
