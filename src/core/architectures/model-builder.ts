import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { type Axis, Graph, type Value } from '../onnx/graph.ts';
import { inFull, where } from '../onnx/operators.ts';
import type { HookName } from './hook-names.ts';
import { LOGITS } from './hook-names.ts';
import type { LogitOutput } from './logit-names.ts';
import type { ParameterName } from './parameter-names.ts';
import { ParameterView } from './parameter-view.ts';
import { replacementInputs } from './replacement-names.ts';
import { type WeightStorage, WeightsPlan } from './weights-plan.ts';

/** What a graph can do besides being read at its hook points. */
export interface GraphOptions {
  /** Hook points that it can replace, by {@link replacementInputs}. */
  readonly replaceable: ReadonlySet<string>;
  /** What it gives of the logits, where there are any. */
  readonly logitOutputs: ReadonlySet<LogitOutput>;
  /** Norms that it gives, if any (block-norms.ts). */
  readonly norms?: NormGraph;
  /** Where it begins, if not with the tokens. */
  readonly from?: LaterStart;
  /** Streams whose logits it gives, if any (lens.ts); it then exposes no hook points. */
  readonly lens?: ReadonlySet<number>;
  /**
   * What becomes of weights of two bytes a number. `multiplied`: products with them are computed in float16, their other factor
   * rounded to it, where they are float16; everything else (the stream, norms, scores, patterns, what heads read) is float32, as
   * are its outputs. `cast at once`: they are float32 from the beginning. Without: each is cast to float32 where it is used.
   */
  readonly halves?: 'multiplied' | 'cast at once';
}

/**
 * A graph that takes the residual stream as it enters a block as an input, and computes nothing of what comes before: many runs
 * that differ from there on share the blocks before it. It exposes no more than it is asked for.
 */
export interface LaterStart {
  /** `hook_resid_pre` of a block: the name of the input, float32 [batch, pos, dModel]. */
  readonly hook: string;
  /** The hook points that can be read beside those that it can replace. */
  readonly hooks: ReadonlySet<string>;
}

/** A graph that gives norms exposes no more than it is asked for: all hook points of a long text are much memory. */
export interface NormGraph {
  /** By {@link normOutput}. */
  readonly outputs: ReadonlySet<string>;
  /** The hook points that can be read beside them. */
  readonly hooks: ReadonlySet<string>;
}

/** Reads, and replaces nothing. */
export const PLAIN_GRAPH: GraphOptions = { replaceable: new Set(), logitOutputs: new Set([LOGITS]) };

/** What a family builds its model with: a graph, the weights that it takes from the checkpoint, hook points, parameters. */
export class ModelBuilder {
  readonly graph: Graph;
  readonly weights: WeightsPlan;
  /** By their TransformerLens names, in the order in which they were declared. */
  readonly parameters = new Map<ParameterName, ParameterView>();
  readonly logitOutputs: ReadonlySet<LogitOutput>;
  readonly norms: NormGraph | null;
  readonly from: LaterStart | null;
  readonly lens: ReadonlySet<number> | null;
  readonly #replaceable: ReadonlySet<string>;
  readonly #values = new Map<HookName, Value>();

  constructor(
    index: TensorIndex,
    { replaceable, logitOutputs, norms, from, lens, halves }: GraphOptions,
    storage: WeightStorage = 'float32',
  ) {
    this.graph = new Graph(halves === 'multiplied' ? 'float16' : 'float32');
    this.weights = new WeightsPlan(this.graph, index, { storage, castAtOnce: halves === 'cast at once' });
    this.logitOutputs = logitOutputs;
    this.norms = norms ?? null;
    this.from = from ?? null;
    this.lens = lens ?? null;
    this.#replaceable = replaceable;
  }

  isReplaceable(hook: string): boolean {
    return this.#replaceable.has(hook);
  }

  /**
   * Declares a hook point. A model goes on computing with the value that comes back, not with the one put in, so that
   * a graph can put something else in its place; what is read at the hook point is then that, too.
   * @param axes its axes in order: a size, or a name where only the input decides
   */
  hook(name: HookName, value: Value, axes: readonly Axis[]): Value {
    if (this.from?.hook === name) return this.#started(name, axes);
    const own = inFull(this.graph, value);
    const used = this.isReplaceable(name) ? this.#replaced(name, own, axes.length) : own;
    const isExposed = (this.from ?? this.norms)?.hooks.has(name) ?? this.lens === null;
    const known = isExposed || this.isReplaceable(name) ? this.graph.expose(name, used, axes) : used;
    this.#values.set(name, known);
    return known;
  }

  /** What is computed at a hook point that was declared. */
  valueAt(name: HookName): Value {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`${name} is not declared`);
    return value;
  }

  /**
   * Declares a parameter.
   * @param stored a tensor that was taken and has TransformerLens' axes, or the view of one that was given them
   */
  parameter(name: ParameterName, stored: Value | ParameterView): void {
    if (this.parameters.has(name)) throw new Error(`the parameter ${name} is declared twice`);
    this.parameters.set(name, stored instanceof ParameterView ? stored : this.weights.view(stored));
  }

  /** What comes before is computed by nobody: {@link Graph.prune} takes it away. */
  #started(name: HookName, axes: readonly Axis[]): Value {
    const value = this.graph.input(name, 'float32', axes);
    this.#values.set(name, value);
    return value;
  }

  /** Mask and replacement have the value's number of axes; each axis has its size there, or 1. */
  #replaced(hook: string, value: Value, rank: number): Value {
    const names = replacementInputs(hook);
    const axesOf = (input: string) => Array.from({ length: rank }, (_, axis) => `${input}.${axis}`);
    const mask = this.graph.input(names.mask, 'bool', axesOf(names.mask));
    const replacement = this.graph.input(names.replacement, 'float32', axesOf(names.replacement));
    return where(this.graph, mask, replacement, value);
  }
}
