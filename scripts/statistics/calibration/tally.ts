/** How often something happens over simulated runs, and how far from the truth such a count may be by chance. */

export interface Rate {
  /** Mean over columns and runs. */
  readonly rate: number;
  /**
   * Its Monte-Carlo standard error: of the runs' shares, for columns of one run move together, and a run says little more than one
   * column does.
   */
  readonly error: number;
  /** Largest and smallest rate of a column, and the smallest but for a twentieth of the columns. */
  readonly worst: number;
  readonly least: number;
  readonly lowTwentieth: number;
  readonly runs: number;
}

/** Counts, run by run, in which columns something happened. */
export class Tally {
  readonly #ofColumns: number[] = [];
  readonly #shares: number[] = [];

  /** @param happened [C] */
  add(happened: readonly boolean[]): void {
    let count = 0;
    happened.forEach((is, c) => {
      this.#ofColumns[c] = (this.#ofColumns[c] ?? 0) + (is ? 1 : 0);
      if (is) count++;
    });
    this.#shares.push(count / happened.length);
  }

  get rate(): Rate {
    const runs = this.#shares.length;
    const rate = meanOf(this.#shares);
    const spread = this.#shares.reduce((sum, share) => sum + (share - rate) ** 2, 0) / (runs - 1);
    const ofColumns = this.#ofColumns.map((count) => count / runs).sort((a, b) => a - b);
    return {
      rate,
      error: Math.sqrt(spread / runs),
      worst: ofColumns.at(-1) ?? NaN,
      least: ofColumns[0] ?? NaN,
      lowTwentieth: ofColumns[Math.floor(ofColumns.length / 20)] ?? NaN,
      runs,
    };
  }
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Places of each family's columns. */
export function placesOfFamilies(families: readonly string[]): number[][] {
  const names = [...new Set(families)];
  return names.map((name) => [...families.keys()].filter((column) => families[column] === name));
}

/** How many standard errors a simulated rate may lie from what is stated: one in 370 does by chance. */
const ERRORS = 3;

/** Whether a simulated rate is what is stated, as far as so many runs can tell. */
export function agrees({ rate, error }: Rate, stated: number): boolean {
  return Math.abs(rate - stated) <= ERRORS * error;
}

/**
 * By how many errors a simulated rate is above what is stated: the error is the binomial's at the stated rate, as if a run were one
 * draw, or that of the runs where it is larger.
 */
export function errorsAbove({ rate, error, runs }: Rate, stated: number): number {
  return (rate - stated) / Math.max(error, binomialError(stated, runs));
}

/** The same for what is to be that much at least. */
export function errorsBelow({ rate, error }: Rate, stated: number): number {
  return (stated - rate) / error;
}

function binomialError(rate: number, runs: number): number {
  return Math.sqrt((rate * (1 - rate)) / runs);
}
