/** Examples of a neuron: texts at both ends, and tokens drawn at random from its range and from everywhere. */
import type { RandomSource } from '../../statistics/random.ts';

/**
 * top, bottom: of the texts with the largest (smallest) activation the token that has it, one of a text; range: drawn from all
 * tokens whose activation is at least a share of the largest; any: drawn from all tokens.
 */
export const EXAMPLE_KINDS = ['top', 'range', 'any', 'bottom'] as const;
export type ExampleKind = (typeof EXAMPLE_KINDS)[number];

/** Where a token is, and what the neuron did there. */
export interface Example {
  /** Place of the text in the plan. */
  readonly text: number;
  /** Index of the token. */
  readonly token: number;
  readonly activation: number;
}

/** The largest by a key, so many; ties go to the one that came first. */
export class Largest {
  readonly #most: number;
  readonly #sign: 1 | -1;
  readonly #kept: Example[] = [];

  /** @param sign -1: the smallest */
  constructor(most: number, sign: 1 | -1) {
    this.#most = most;
    this.#sign = sign;
  }

  add(example: Example): void {
    const last = this.#kept.at(-1);
    const isBetter = (than: Example) => this.#sign * (example.activation - than.activation) > 0;
    if (this.#kept.length === this.#most && last !== undefined && !isBetter(last)) return;
    const at = this.#kept.findIndex(isBetter);
    this.#kept.splice(at < 0 ? this.#kept.length : at, 0, example);
    if (this.#kept.length > this.#most) this.#kept.pop();
  }

  /** The largest (smallest) first. */
  get kept(): readonly Example[] {
    return this.#kept;
  }
}

/** So many of all that came by, each as likely as another (Vitter's algorithm R). */
export class Drawn {
  readonly #most: number;
  readonly #source: RandomSource;
  readonly #kept: Example[] = [];
  #seen = 0;

  constructor(most: number, source: RandomSource) {
    this.#most = most;
    this.#source = source;
  }

  add(text: number, token: number, activation: number): void {
    this.#seen++;
    const at = this.#kept.length < this.#most ? this.#kept.length : this.#source.below(this.#seen);
    if (at < this.#most) this.#kept[at] = { text, token, activation };
  }

  /** How many came by. */
  get seen(): number {
    return this.#seen;
  }

  get kept(): readonly Example[] {
    return this.#kept;
  }
}
