/**
 * Which tensors of a checkpoint a compiled model needs, and where each goes in its weights file: row-major, in the layout that
 * the graph reads, as float32, or matrices of two bytes as they are.
 */
import { FLOAT_TYPES, isFloatType } from '../checkpoints/float-types.ts';
import { findTensor, type TensorDescription, type TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { Graph, HalfType, Value, WeightType } from '../onnx/graph.ts';
import { inFull, reshape } from '../onnx/operators.ts';
import { ParameterView } from './parameter-view.ts';

/** Memory pages begin at multiples of this, and so does each tensor, so that ONNX Runtime can map it. */
const ALIGNMENT = 4096;
/** Bytes of a number in the weights file. */
export const WEIGHT_BYTES: Readonly<Record<WeightType, number>> = { float32: 4, float16: 2, bfloat16: 2 };

/** What weights lie in: all of them in float32, or matrices that the checkpoint has in two bytes in these. */
export type WeightStorage = 'float32' | 'halves';

export interface PlannedWeight {
  /** Name in the checkpoint. */
  readonly tensor: string;
  /** Shape in the checkpoint. */
  readonly shape: readonly number[];
  /** Written with its two axes swapped. */
  readonly transposed: boolean;
  readonly type: WeightType;
  /** First byte in the weights file. */
  readonly offset: number;
  /** Bytes there. */
  readonly length: number;
}

/** `storedAs`: the whole name in the checkpoint, where all of a model's names begin with that of what it was wrapped in. */
type WrappedIndex = ReadonlyMap<string, TensorDescription & { readonly storedAs?: string }>;

/**
 * Attributes that trainers and compilers keep a model in when they save it. No others are taken off: under the name of another
 * family lies another model than config.json says.
 */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['module', '_orig_mod', '_forward_module', '_fsdp_wrapped_module'],
  ...['model', 'base_model', 'hf_model', 'auto_model', 'pretrained_model', 'language_model', 'lm'],
  ...['net', 'network', 'backbone', 'encoder', 'text_encoder', 'text_model', 'student'],
]);

export class WeightsPlan {
  readonly weights: PlannedWeight[] = [];
  readonly #graph: Graph;
  readonly how: { readonly storage: WeightStorage; readonly castAtOnce: boolean };
  #index: WrappedIndex;
  readonly #values = new Map<string, Value>();
  readonly #views = new Map<Value, ParameterView>();
  readonly #accountedFor = new Set<string>();
  #end = 0;

  /** @param how `castAtOnce`: whether the graph has all of them in float32, whatever they lie in */
  constructor(graph: Graph, index: TensorIndex, how: WeightsPlan['how']) {
    this.#graph = graph;
    this.#index = index;
    this.how = how;
  }

  /** Bytes of the whole weights file. */
  get byteLength(): number {
    return this.#end;
  }

  /** Numbers in all the tensors; one that is laid out in two ways counts once. */
  get parameters(): number {
    const counts = new Map(
      this.weights.map(({ tensor, type, length }) => [tensor, length / WEIGHT_BYTES[type]]),
    );
    return [...counts.values()].reduce((sum, count) => sum + count, 0);
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
   * What the names of all of a model's parameters begin with. Where the model was saved inside of something else, as `module.` or
   * `_orig_mod.`, that is taken off all names, and tensors outside of it are not the model's.
   * @param prefixes what it may be
   * @param name of a parameter that every checkpoint has, without prefix
   * @throws CoreError TENSOR_MISSING; CHECKPOINT_INVALID when it may be one of several models
   */
  prefix(prefixes: readonly string[], name: string): string {
    const known = prefixes.map((prefix) => prefix + name);
    if (!known.some((one) => this.#index.has(one))) this.#unwrap(known);
    return findTensor(this.#index, known).slice(0, -name.length);
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

    const type = this.#typeOf(tensor, shape);
    const length = countOf(shape) * WEIGHT_BYTES[type];
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = offset + length;
    const storedAs = this.#index.get(tensor)?.storedAs ?? tensor;
    this.weights.push({ tensor: storedAs, shape, transposed, type, offset, length });
    const dims = transposed ? shape.toReversed() : shape;
    const stored = this.#graph.external(name, dims, { type, offset, length });
    const value = this.how.castAtOnce ? inFull(this.#graph, stored) : stored;
    this.#values.set(name, value);
    this.#views.set(value, ParameterView.rowMajor(dims, offset / WEIGHT_BYTES[type], type));
    return value;
  }

  /** A tensor that was taken, with other axes over the same numbers. */
  reshaped(taken: Value, dims: readonly number[]): Value {
    const value = reshape(this.#graph, taken, dims);
    const { offset, type } = this.view(taken);
    this.#views.set(value, ParameterView.rowMajor(dims, offset, type));
    return value;
  }

  /** Where a tensor that was taken lies in the weights file. */
  view(taken: Value): ParameterView {
    const view = this.#views.get(taken);
    if (!view) throw new Error(`${taken.name} is computed, not taken from the checkpoint`);
    return view;
  }

  /** Biases and gains are few: they are float32, whatever the checkpoint has them in. */
  #typeOf(tensor: string, shape: readonly number[]): WeightType {
    if (this.how.storage === 'float32' || shape.length < 2) return 'float32';
    return halfTypeOf(this.#index.get(tensor)?.dtype) ?? 'float32';
  }

  /** @param known what a parameter that every checkpoint has may be called */
  #unwrap(known: readonly string[]): void {
    for (const name of known) {
      const wrappers = [...this.#index.keys()]
        .filter((stored) => stored.endsWith(`.${name}`))
        .map((stored) => stored.slice(0, -name.length));
      const [wrapper, another] = wrappers;
      if (wrapper === undefined) continue;
      if (another !== undefined)
        throw new CoreError(
          'CHECKPOINT_INVALID',
          `the checkpoint holds several models, under ${wrappers.map((one) => JSON.stringify(one)).join(' and ')}: save one of them alone`,
          { wrappers },
        );
      if (!isWrapper(wrapper))
        throw new CoreError(
          'TENSOR_MISSING',
          `the checkpoint has no tensor "${name}", but "${wrapper}${name}": what config.json describes is kept under a name that ` +
            `does not tell whether it is that model; save it alone, so that its names begin without "${wrapper}"`,
          { tensors: known, wrapper },
        );
      this.#index = new Map(
        [...this.#index]
          .filter(([stored]) => stored.startsWith(wrapper))
          .map(([stored, tensor]) => [stored.slice(wrapper.length), { ...tensor, storedAs: stored }]),
      );
      return;
    }
  }

  #check(tensor: string, shape: readonly number[]): void {
    const stored = this.#index.get(tensor);
    if (!stored) throw new CoreError('TENSOR_MISSING', `the checkpoint has no tensor "${tensor}"`);
    const refuse = (problem: string) =>
      new CoreError('CHECKPOINT_INVALID', `tensor "${tensor}" ${problem}`, { tensor });
    if (stored.shape.join() !== shape.join()) {
      const looksPruned = /att/i.test(tensor) && countOf(stored.shape) < countOf(shape);
      const hint = looksPruned ? '; a model whose heads were pruned is not computed' : '';
      throw refuse(
        `has shape [${stored.shape.join(', ')}], but by config.json it is [${shape.join(', ')}]${hint}`,
      );
    }
    if (!isFloatType(stored.dtype)) throw refuse(`is ${stored.dtype}, none of ${FLOAT_TYPES.join(', ')}`);
  }
}

/** How a weights file calls a checkpoint's type of two bytes; null for another. */
export function halfTypeOf(dtype: string | undefined): HalfType | null {
  return dtype === 'F16' ? 'float16' : dtype === 'BF16' ? 'bfloat16' : null;
}

/** 'module.', 'model.encoder.', '0.auto_model.' */
function isWrapper(prefix: string): boolean {
  const segments = prefix.slice(0, -1).split('.');
  return segments.every((segment) => WRAPPERS.has(segment) || /^\d+$/.test(segment));
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
