/**
 * Tells how far a run is while it goes on. Over many pairs a count takes longer than a batch: it is taken elsewhere, and what
 * is done meanwhile is in the next one.
 */
export class Counting<Counts> {
  readonly #count: () => Promise<Counts>;
  readonly #tell: (counts: Counts) => void;
  #going: Promise<void> | null = null;
  #again = false;

  constructor(count: () => Promise<Counts>, tell: (counts: Counts) => void) {
    this.#count = count;
    this.#tell = tell;
  }

  /**
   * Counts before the first batch, after each, and once more at the end.
   * @throws what `work` throws, or else what counting failed with
   */
  async during(work: (onBatch: () => void) => Promise<void>): Promise<void> {
    const failures: unknown[] = [];
    const onBatch = () => {
      this.#again = true;
      this.#going ??= this.#untilTold().catch((error: unknown) => void failures.push(error));
    };
    onBatch();
    await work(onBatch);
    await this.#going;
    if (failures.length > 0) throw failures[0];
  }

  async #untilTold(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        this.#tell(await this.#count());
      }
    } finally {
      this.#going = null;
    }
  }
}
