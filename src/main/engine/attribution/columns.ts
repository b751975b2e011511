/** What is explained: columns of the unembedding, or sums of them, of which no others are read. */
import type { LoadedModel } from '../models/library.ts';

/** A weighted sum of logits: one token is [[id, 1]], the difference of two [[a, 1], [b, -1]]. */
export type LogitSum = readonly (readonly [id: number, weight: number])[];

export interface Columns {
  /** [T, D] */
  readonly readers: Float64Array;
  /** [T]: b_U of the same. */
  readonly bias: Float64Array;
}

/** The columns of W_U that some texts need, each read once. */
export class ColumnSource {
  readonly #model: Pick<LoadedModel, 'weights' | 'dimensions'>;
  readonly #columns = new Map<number, Float32Array>();
  #bias: Float32Array | null = null;

  constructor(model: Pick<LoadedModel, 'weights' | 'dimensions'>) {
    this.#model = model;
  }

  /** @throws PairlensError as ModelWeights.read */
  async read(ids: Iterable<number>): Promise<void> {
    const { weights } = this.#model;
    const missing = [...new Set(ids)].filter((id) => !this.#columns.has(id));
    if (missing.length === 0) return;
    if (this.#bias === null && weights.has('b_U')) this.#bias = (await weights.read('b_U')).data;
    const read = await weights.readPlaces('W_U', 1, missing);
    missing.forEach((id, at) => this.#columns.set(id, read[at] ?? new Float32Array()));
  }

  of(sums: readonly LogitSum[]): Columns {
    const { dModel } = this.#model.dimensions;
    const readers = new Float64Array(sums.length * dModel);
    const bias = new Float64Array(sums.length);
    sums.forEach((sum, t) => {
      for (const [id, weight] of sum) {
        const column = this.#columns.get(id);
        if (column === undefined) throw new RangeError(`column ${id} was not read`);
        for (let d = 0; d < dModel; d++)
          readers[t * dModel + d] = (readers[t * dModel + d] as number) + weight * (column[d] as number);
        bias[t] = (bias[t] as number) + weight * (this.#bias?.[id] ?? 0);
      }
    });
    return { readers, bias };
  }
}
