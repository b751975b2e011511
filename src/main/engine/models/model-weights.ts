/** The parameters of a compiled model by role, each read from the weights file when it is asked for. */
import { open } from 'node:fs/promises';
import type { ParameterView } from '../../../core/architectures/parameter-view.ts';
import { WEIGHT_BYTES } from '../../../core/architectures/weights-plan.ts';
import { weightsAsFloat32 } from '../../../core/checkpoints/float-types.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure } from '../files/failures.ts';
import { nearestNames } from '../inference/check-hooks.ts';
import { readAt } from '../files/read-at.ts';
import { readView } from './read-view.ts';

/** What TransformerLens calls the parameters that a model has once, whatever they are called in its state dict. */
const SHORT_NAMES = ['W_E', 'W_pos', 'W_U', 'b_U'];

/** Values row-major, in TransformerLens' axis order. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export class ModelWeights {
  /** Every parameter that the model has, by its TransformerLens name. */
  readonly names: readonly string[];
  /** By those names. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly #path: string;
  readonly #views: ReadonlyMap<string, ParameterView>;
  readonly #checkStillSame: () => Promise<void>;

  /**
   * @param path the weights file of the compiled model
   * @param views where each parameter lies in it
   * @param checkStillSame throws when the file is not the one that was checked any more
   */
  constructor(
    path: string,
    views: ReadonlyMap<string, ParameterView>,
    checkStillSame: () => Promise<void> = async () => undefined,
  ) {
    this.#path = path;
    this.#views = views;
    this.#checkStillSame = checkStillSame;
    this.names = [...views.keys()];
    this.shapes = new Map([...views].map(([name, { shape }]) => [name, shape]));
  }

  /** Whether there is such a parameter; encoders without a head have no W_U, models with rotary positions no W_pos. */
  has(name: string): boolean {
    return this.#views.has(this.#fullName(name));
  }

  /**
   * One parameter; of the file no more is read than what it spans.
   * @param name one of `names`, or W_E, W_pos, W_U, b_U for the one that ends so
   * @throws PairlensError PARAMETER_UNKNOWN naming the nearest; FILE_NOT_FOUND, FILE_UNREADABLE, CHECKPOINT_INVALID when
   *   the compiled model has been removed or damaged; MODEL_DAMAGED when it has changed since it was checked
   */
  async read(name: string): Promise<Parameter> {
    const view = this.#viewOf(name);
    const [data = new Float32Array()] = await this.#readAll([view]);
    return { shape: view.shape, data };
  }

  /**
   * From `start` to before `end` of one axis, which comes first: [end - start, the other axes]. Of the file no more is read
   * than that spans.
   * @throws PairlensError as {@link read}
   */
  async readRange(name: string, axis: number, start: number, end: number): Promise<Parameter> {
    const sliced = this.#viewOf(name).slice(axis, start, end);
    const others = sliced.shape.map((_, at) => at).filter((at) => at !== axis);
    const view = sliced.transpose([axis, ...others]);
    const [data = new Float32Array()] = await this.#readAll([view]);
    return { shape: view.shape, data };
  }

  /**
   * Some places along one axis of a parameter: columns of W_U. Where they lie apart in the file (in tied matrices they do not)
   * the whole of it is read once.
   * @returns [places, the other axes], row-major
   * @throws PairlensError as {@link read}
   */
  async readPlaces(name: string, axis: number, places: readonly number[]): Promise<Float32Array[]> {
    const view = this.#viewOf(name);
    const stride = view.strides[axis] ?? 1;
    const isApart = view.strides.some((other, at) => at !== axis && other > stride);
    if (!isApart) return this.#readAll(places.map((place) => view.select(axis, place)));
    const others = view.shape.map((_, at) => at).filter((at) => at !== axis);
    const [whole = new Float32Array()] = await this.#readAll([view.transpose([axis, ...others])]);
    const size = whole.length / (view.shape[axis] ?? 1);
    return places.map((place) => whole.slice(place * size, (place + 1) * size));
  }

  async #readAll(views: readonly ParameterView[]): Promise<Float32Array[]> {
    try {
      await using file = await open(this.#path, 'r');
      const read: Float32Array[] = [];
      for (const view of views)
        read.push(
          await readView(view, async (first, count) => {
            const size = WEIGHT_BYTES[view.type];
            return weightsAsFloat32(view.type, await readAt(file, first * size, count * size));
          }),
        );
      await this.#checkStillSame();
      return read;
    } catch (error) {
      throw readFailure(this.#path, error);
    }
  }

  #viewOf(name: string): ParameterView {
    const view = this.#views.get(this.#fullName(name));
    if (!view) throw this.#unknown(name);
    return view;
  }

  #fullName(name: string): string {
    if (!SHORT_NAMES.includes(name)) return name;
    return this.names.find((full) => full.endsWith(`.${name}`)) ?? name;
  }

  #unknown(name: string): PairlensError {
    const nearest = nearestNames(name, this.names);
    return new PairlensError(
      'PARAMETER_UNKNOWN',
      `unknown parameter "${name}"; the nearest are ${nearest.join(', ')}`,
      { parameter: name, nearest, known: this.names },
    );
  }
}
