/** Two-sided p of a test that counts arrangements. docs/science.md, section 3. */

/** Statistics this close, relative to 1 and their size, are equal. */
const TIE = 1e-9;

export interface ArrangementTest {
  readonly p: number;
  /** Least p that the test could have given. */
  readonly leastP: number;
  /** How many arrangements were counted. */
  readonly arrangements: number;
  /** Whether these were all there are. */
  readonly exact: boolean;
}

/** Counts how many statistics are at least, and at most, the observed one. */
export class TailCounts {
  private atLeast = 0;
  private atMost = 0;
  private readonly lower: number;
  private readonly upper: number;

  constructor(observed: number) {
    const tolerance = TIE * Math.max(1, Math.abs(observed));
    this.lower = observed - tolerance;
    this.upper = observed + tolerance;
  }

  add(statistic: number): void {
    if (statistic >= this.lower) this.atLeast++;
    if (statistic <= this.upper) this.atMost++;
  }

  /**
   * Twice the smaller tail, at most 1. When every arrangement was counted, a tail is count / arrangements (what was observed
   * is among them); of sampled ones it is (count + 1) / (arrangements + 1), so that p is never 0 (Phipson and Smyth 2010).
   */
  test({ arrangements, exact, leastP }: Omit<ArrangementTest, 'p'>): ArrangementTest {
    const added = exact ? 0 : 1;
    const smaller = Math.min(this.atLeast, this.atMost);
    return { p: Math.min(1, (2 * (smaller + added)) / (arrangements + added)), leastP, arrangements, exact };
  }
}
