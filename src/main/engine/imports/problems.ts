/** The problems that make a file be refused. A person reads the first few: at the last of them reading stops. */
import type { ImportProblem } from '../../../shared/entities.ts';
import type { FilePosition } from './position.ts';

/** How many problems a person is shown. */
export const PROBLEMS_SHOWN = 20;

/** Thrown through the readers when there is no use in reading on. */
export class StopReading extends Error {
  override readonly name = 'StopReading';
}

export class ProblemList {
  readonly all: ImportProblem[] = [];

  /**
   * `position` null: the problem is of the file as a whole.
   * @throws StopReading at the last problem that is shown
   */
  add(position: FilePosition | null, message: string): void {
    this.all.push({ line: position?.line ?? null, column: position?.column ?? null, message });
    if (this.all.length === PROBLEMS_SHOWN) throw new StopReading();
  }

  /** A problem after which nothing can be read. @throws StopReading */
  stop(position: FilePosition | null, message: string): never {
    this.add(position, message);
    throw new StopReading();
  }

  /** Whether reading stopped at the last problem that is shown, and there may be more. */
  get cut(): boolean {
    return this.all.length === PROBLEMS_SHOWN;
  }
}
