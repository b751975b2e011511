/**
 * Which tensors of a checkpoint a compiled model needs, and where each goes in its weights file: float32, row-major, in
 * the layout that the graph reads.
 */
import { isFloatType } from '../checkpoints/float-types.ts';
import { findTensor, type TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { Graph, Value } from '../onnx/graph.ts';

/** Memory pages begin at multiples of this, and so does each tensor, so that ONNX Runtime can map it. */
const ALIGNMENT = 4096;
const FLOAT32_BYTES = 4;

export interface PlannedWeight {
  /** Name in the checkpoint. */
  readonly tensor: string;
  /** Shape in the checkpoint. */
  readonly shape: readonly number[];
  /** Written with its two axes swapped. */
  readonly transposed: boolean;
  /** First byte in the weights file. */
  readonly offset: number;
  /** Bytes there. */
  readonly length: number;
}

export class WeightsPlan {
  readonly weights: PlannedWeight[] = [];
  readonly #graph: Graph;
  readonly #index: TensorIndex;
  readonly #values = new Map<string, Value>();
  #end = 0;

  constructor(graph: Graph, index: TensorIndex) {
    this.#graph = graph;
    this.#index = index;
  }

  /** Bytes of the whole weights file. */
  get byteLength(): number {
    return this.#end;
  }

  /** Numbers in all the tensors. */
  get parameters(): number {
    return this.weights.reduce((sum, { length }) => sum + length / FLOAT32_BYTES, 0);
  }

  has(name: string): boolean {
    return this.#index.has(name);
  }

  /**
   * A tensor as a value of the graph; asked for again, it is the same value.
   * @param names what it may be called
   * @param shape what the config says of it
   * @param layout 'transposed' swaps the two axes of a matrix
   * @throws CoreError TENSOR_MISSING; CHECKPOINT_INVALID when shape or type is another
   */
  take(
    names: readonly string[],
    shape: readonly number[],
    layout: 'as stored' | 'transposed' = 'as stored',
  ): Value {
    const tensor = findTensor(this.#index, names);
    const known = this.#values.get(`${layout} ${tensor}`);
    if (known) return known;
    this.#check(tensor, shape);

    const length = shape.reduce((product, size) => product * size, FLOAT32_BYTES);
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = offset + length;
    const transposed = layout === 'transposed';
    this.weights.push({ tensor, shape, transposed, offset, length });
    const value = this.#graph.external(tensor, transposed ? shape.toReversed() : shape, offset, length);
    this.#values.set(`${layout} ${tensor}`, value);
    return value;
  }

  #check(tensor: string, shape: readonly number[]): void {
    const stored = this.#index.get(tensor);
    if (!stored) throw new CoreError('TENSOR_MISSING', `the checkpoint has no tensor "${tensor}"`);
    if (stored.shape.join() !== shape.join())
      throw new CoreError(
        'CHECKPOINT_INVALID',
        `tensor "${tensor}" has shape [${stored.shape.join(', ')}], but by config.json it is [${shape.join(', ')}]`,
        { tensor },
      );
    if (!isFloatType(stored.dtype))
      throw new CoreError(
        'CHECKPOINT_INVALID',
        `tensor "${tensor}" is ${stored.dtype}, not a floating-point type`,
        {
          tensor,
        },
      );
  }
}
