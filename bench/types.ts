/** What a benchmark prints: a measured value against its limit. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  /** 'x' for a ratio, else the unit. */
  readonly unit: string;
  /** The most that is allowed; null where a number is only reported. */
  readonly limit: number | null;
  readonly pass: boolean;
  /** How it was measured. */
  readonly detail: string;
}

export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly BenchResult[]>;
}
