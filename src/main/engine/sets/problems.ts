/** The problems that make a file be refused: the first ones in full, all of them counted. */
import type { ImportProblem } from '../../../shared/entities.ts';
import type { FilePosition } from './line-index.ts';

/** How many problems a person is shown. */
export const PROBLEMS_SHOWN = 20;

export class ProblemList {
  readonly #problems: ImportProblem[] = [];

  /** `position` null: the problem is of the file as a whole. */
  add(position: FilePosition | null, message: string): void {
    this.#problems.push({ line: position?.line ?? null, column: position?.column ?? null, message });
  }

  /** The first in the order of the file; what is of the file as a whole comes before. */
  get first(): ImportProblem[] {
    return this.#problems
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
      .slice(0, PROBLEMS_SHOWN);
  }

  get count(): number {
    return this.#problems.length;
  }
}
