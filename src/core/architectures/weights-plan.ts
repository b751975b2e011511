/**
 * Which tensors of a checkpoint a compiled model needs, and where each goes in its weights file: float32, row-major, in
 * the layout that the graph reads.
 */
import { FLOAT_TYPES, isFloatType } from '../checkpoints/float-types.ts';
import { findTensor, type TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { Graph, Value } from '../onnx/graph.ts';
import { reshape } from '../onnx/operators.ts';
import { ParameterView } from './parameter-view.ts';

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
  readonly #views = new Map<Value, ParameterView>();
  readonly #accountedFor = new Set<string>();
  #end = 0;

  constructor(graph: Graph, index: TensorIndex) {
    this.#graph = graph;
    this.#index = index;
  }

  /** Bytes of the whole weights file. */
  get byteLength(): number {
    return this.#end;
  }

  /** Numbers in all the tensors; one that is laid out in two ways counts once. */
  get parameters(): number {
    const lengths = new Map(this.weights.map(({ tensor, length }) => [tensor, length]));
    return [...lengths.values()].reduce((sum, length) => sum + length / FLOAT32_BYTES, 0);
  }

  has(name: string): boolean {
    return this.#index.has(name);
  }

  /** Tensors that were neither taken nor left. */
  get forgotten(): string[] {
    return [...this.#index.keys()].filter((name) => !this.#accountedFor.has(name));
  }

  /** Says of tensors, by name or by a pattern, that the checkpoint may hold them and that the graph has no use for them. */
  leave(...tensors: readonly (string | RegExp)[]): void {
    for (const name of this.#index.keys())
      if (tensors.some((tensor) => (typeof tensor === 'string' ? tensor === name : tensor.test(name))))
        this.#accountedFor.add(name);
  }

  /**
   * What the names of all of a model's parameters begin with.
   * @param prefixes what it may be
   * @param name of a parameter that every checkpoint has, without prefix
   * @throws CoreError TENSOR_MISSING
   */
  prefix(prefixes: readonly string[], name: string): string {
    const found = findTensor(
      this.#index,
      prefixes.map((prefix) => prefix + name),
    );
    return found.slice(0, -name.length);
  }

  /**
   * A tensor as a value of the graph; asked for again, it is the same value.
   * @param names what it may be called; if there are several, the first is taken, and the others are taken for copies
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
    this.leave(...names);
    const transposed = layout === 'transposed';
    const name = transposed ? `${tensor} (transposed)` : tensor;
    const known = this.#values.get(name);
    if (known) return known;
    this.#check(tensor, shape);

    const length = shape.reduce((product, size) => product * size, FLOAT32_BYTES);
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = offset + length;
    this.weights.push({ tensor, shape, transposed, offset, length });
    const dims = transposed ? shape.toReversed() : shape;
    const value = this.#graph.external(name, dims, offset, length);
    this.#values.set(name, value);
    this.#views.set(value, ParameterView.rowMajor(dims, offset / FLOAT32_BYTES));
    return value;
  }

  /** A tensor that was taken, with other axes over the same numbers. */
  reshaped(taken: Value, dims: readonly number[]): Value {
    const value = reshape(this.#graph, taken, dims);
    this.#views.set(value, ParameterView.rowMajor(dims, this.view(taken).offset));
    return value;
  }

  /** Where a tensor that was taken lies in the weights file. */
  view(taken: Value): ParameterView {
    const view = this.#views.get(taken);
    if (!view) throw new Error(`${taken.name} is computed, not taken from the checkpoint`);
    return view;
  }

  #check(tensor: string, shape: readonly number[]): void {
    const stored = this.#index.get(tensor);
    if (!stored) throw new CoreError('TENSOR_MISSING', `the checkpoint has no tensor "${tensor}"`);
    const refuse = (problem: string) =>
      new CoreError('CHECKPOINT_INVALID', `tensor "${tensor}" ${problem}`, { tensor });
    if (stored.shape.join() !== shape.join())
      throw refuse(`has shape [${stored.shape.join(', ')}], but by config.json it is [${shape.join(', ')}]`);
    if (!isFloatType(stored.dtype)) throw refuse(`is ${stored.dtype}, none of ${FLOAT_TYPES.join(', ')}`);
  }
}
