/**
 * A computation graph under construction: inputs, initialisers, nodes in the order of computation, and outputs. It
 * holds no wire format (encode.ts) and knows no operator by name (operators.ts).
 */

export type ElementType = 'float32' | 'int64' | 'bool';

/** What a small constant can be of. */
export type ConstantType = Exclude<ElementType, 'bool'>;

/** A size, or the name of an axis whose size only a run decides. */
export type Axis = number | string;

/** What a node computes, an input brings or an initialiser holds. Its name may change until the graph is encoded. */
export class Value {
  name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export interface Node {
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** Outputs after the first, of an operator that has several. */
  readonly others?: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value at the graph's edge. */
export interface Port {
  readonly value: Value;
  readonly type: ElementType;
  readonly axes: readonly Axis[];
}

/** A small constant, kept inside the model file. */
export interface Constant {
  readonly value: Value;
  readonly type: ConstantType;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** A float32 constant that lies in another file (ONNX "external data"). */
export interface ExternalConstant {
  readonly value: Value;
  readonly dims: readonly number[];
  /** First byte in that file. */
  readonly offset: number;
  readonly length: number;
}

export class Graph {
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly externalConstants: ExternalConstant[] = [];
  readonly #constantsByContent = new Map<string, Value>();
  readonly #exposed = new Set<Value>();

  input(name: string, type: ElementType, axes: readonly Axis[]): Value {
    const value = new Value(name);
    this.inputs.push({ value, type, axes });
    return value;
  }

  /** Appends a node with one output. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const output = new Value(`${operator}_${this.nodes.length}`);
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  /** Appends a node with two outputs. */
  nodeOfTwo(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly [Value, Value] {
    const name = `${operator}_${this.nodes.length}`;
    const outputs = [new Value(name), new Value(`${name}_second`)] as const;
    this.nodes.push({ operator, inputs, output: outputs[0], others: [outputs[1]], attributes });
    return outputs;
  }

  /** A constant of rank 1 (or 0 for a single number that is not in a list); equal ones are shared. */
  constant(type: ConstantType, values: number | readonly number[]): Value {
    const key = `${type} ${JSON.stringify(values)}`;
    const known = this.#constantsByContent.get(key);
    if (known) return known;
    const value = new Value(`constant_${this.constants.length}`);
    const list = typeof values === 'number' ? [values] : values;
    this.constants.push({ value, type, dims: typeof values === 'number' ? [] : [list.length], values: list });
    this.#constantsByContent.set(key, value);
    return value;
  }

  external(name: string, dims: readonly number[], offset: number, length: number): Value {
    const value = new Value(name);
    this.externalConstants.push({ value, dims, offset, length });
    return value;
  }

  /**
   * Makes a float32 value readable from outside under `name`. Returns the value to go on computing with: the same one,
   * or, when that already has another public name, an identical one.
   */
  expose(name: string, value: Value, axes: readonly Axis[]): Value {
    const isFree = this.nodes.some((node) => node.output === value) && !this.#exposed.has(value);
    const exposed = isFree ? value : this.node('Identity', [value]);
    exposed.name = name;
    this.#exposed.add(exposed);
    this.outputs.push({ value: exposed, type: 'float32', axes });
    return exposed;
  }

  /** Takes away what no output needs: nodes, constants and inputs. */
  prune(): void {
    const needed = new Set(this.outputs.map(({ value }) => value));
    // Nodes are in the order of computation: whoever needs a value comes after it.
    for (const { output, inputs } of this.nodes.toReversed())
      if (needed.has(output)) for (const input of inputs) needed.add(input);
    keepOnly(this.nodes, ({ output }) => needed.has(output));
    for (const ports of [this.inputs, this.constants, this.externalConstants])
      keepOnly<{ readonly value: Value }>(ports, ({ value }) => needed.has(value));
  }
}

function keepOnly<Item>(items: Item[], isKept: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter(isKept));
}
