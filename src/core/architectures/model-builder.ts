import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { type Axis, Graph, type Value } from '../onnx/graph.ts';
import { WeightsPlan } from './weights-plan.ts';

/** What a family builds its model with: a graph, the weights that it takes from the checkpoint, and hook points. */
export class ModelBuilder {
  readonly graph = new Graph();
  readonly weights: WeightsPlan;

  constructor(index: TensorIndex) {
    this.weights = new WeightsPlan(this.graph, index);
  }

  /**
   * Declares a hook point. A model goes on computing with the value that comes back, not with the one put in, so that
   * a graph can put something else in its place.
   * @param name its TransformerLens name
   * @param axes its axes in order: a size, or a name where only the input decides
   */
  hook(name: string, value: Value, axes: readonly Axis[]): Value {
    return this.graph.expose(name, value, axes);
  }
}
