/**
 * A computation graph under construction: inputs, initialisers, nodes in the order of computation, and outputs. It
 * holds no wire format (encode.ts) and knows no operator by name (operators.ts).
 */

export type ElementType = WeightType | 'int64' | 'bool';

/** What weights can be of. */
export type WeightType = 'float32' | HalfType;
/** In two bytes: what weights may lie in, and products of matrices may be computed in; all else is float32. */
export type HalfType = 'float16' | 'bfloat16';

/** What a small constant can be of. */
export type ConstantType = 'float32' | 'int64';

/** A size, or the name of an axis whose size only a run decides. */
export type Axis = number | string;

/** What a node computes, an input brings or an initialiser holds. Its name may change until the graph is encoded. */
export class Value {
  name: string;
  readonly type: ElementType;
  constructor(name: string, type: ElementType) {
    this.name = name;
    this.type = type;
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

/** A constant that lies in another file (ONNX "external data"). */
export interface ExternalConstant {
  readonly value: Value;
  readonly type: WeightType;
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
  /** What products with matrices of two bytes are computed in: float32, or the type of these matrices. */
  readonly products: 'float32' | HalfType;

  constructor(products: Graph['products'] = 'float32') {
    this.products = products;
  }

  input(name: string, type: ElementType, axes: readonly Axis[]): Value {
    const value = new Value(name, type);
    this.inputs.push({ value, type, axes });
    return value;
  }

  /** Appends a node with one output. @param type of the output: that of the first input, unless told */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    type: ElementType = inputs[0]?.type ?? 'float32',
  ): Value {
    const output = new Value(`${operator}_${this.nodes.length}`, type);
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  /** Appends a node with two outputs, the first of the type of its first input. @param second type of the other */
  nodeOfTwo(
    operator: string,
    inputs: readonly Value[],
    second: ElementType,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly [Value, Value] {
    const name = `${operator}_${this.nodes.length}`;
    const first = inputs[0]?.type ?? 'float32';
    const outputs = [new Value(name, first), new Value(`${name}_second`, second)] as const;
    this.nodes.push({ operator, inputs, output: outputs[0], others: [outputs[1]], attributes });
    return outputs;
  }

  /** A constant of rank 1 (or 0 for a single number that is not in a list); equal ones are shared. */
  constant(type: ConstantType, values: number | readonly number[]): Value {
    const key = `${type} ${JSON.stringify(values)}`;
    const known = this.#constantsByContent.get(key);
    if (known) return known;
    const value = new Value(`constant_${this.constants.length}`, type);
    const list = typeof values === 'number' ? [values] : values;
    this.constants.push({ value, type, dims: typeof values === 'number' ? [] : [list.length], values: list });
    this.#constantsByContent.set(key, value);
    return value;
  }

  external(
    name: string,
    dims: readonly number[],
    { type, offset, length }: Pick<ExternalConstant, 'type' | 'offset' | 'length'>,
  ): Value {
    const value = new Value(name, type);
    this.externalConstants.push({ value, type, dims, offset, length });
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

  /**
   * Puts what is made of constants alone before all else, in the order in which it is. ONNX Runtime goes back from the outputs, and
   * of a node's inputs computes first what comes last among the nodes: a weight that is cast after the stream that it is multiplied with
   * would be cast before all of that stream is computed, and so would all weights.
   */
  putConstantsFirst(): void {
    const known = new Set([...this.constants, ...this.externalConstants].map(({ value }) => value));
    const isConstant = ({ inputs, output, others = [] }: Node) => {
      if (!inputs.every((input) => known.has(input))) return false;
      for (const value of [output, ...others]) known.add(value);
      return true;
    };
    const { true: constant = [], false: computed = [] } = Object.groupBy(this.nodes, (node) =>
      isConstant(node) ? 'true' : 'false',
    );
    this.nodes.splice(0, this.nodes.length, ...constant, ...computed);
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
