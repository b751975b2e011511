import {
  type CloudPart,
  type CloudSize,
  type CloudView,
  fitted,
  partOf,
  viewOf,
} from '../../../core/figures/point-cloud.ts';
import { zoomed } from './cloud.ts';
import { shortPart } from './cloud-address.ts';

interface Plane {
  readonly size: CloudSize;
  /** As the address has it; undefined: all points. */
  readonly part: CloudPart | undefined;
  readonly onpart: (part: [number, number, number] | undefined) => void;
}

/** Milliseconds after the last turn of a wheel until the address says where it led to. */
const AT_REST = 200;
const WHEEL = 1.3;

/** The part of a plane with points that is seen: as the address has it, and while a person moves it as they do. */
export class SeenPart {
  /** [2P] x and y in turns. */
  readonly #pointsOf: () => Float32Array;
  readonly #points = $derived.by(() => this.#pointsOf());
  readonly #plane: () => Plane;
  #moved = $state.raw<CloudView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly view: CloudView = $derived.by(() => {
    const { size, part } = this.#plane();
    return this.#moved ?? (part === undefined ? fitted(this.#points, size) : viewOf(part, size));
  });

  /** @param points of the plane alone: another width or part is no other picture */
  constructor(points: () => Float32Array, plane: () => Plane) {
    this.#pointsOf = points;
    this.#plane = plane;
    // Other points are another picture: where a person was going in this one is forgotten.
    $effect(() => {
      void this.#points;
      return () => {
        clearTimeout(this.#timer);
        this.#moved = null;
      };
    });
  }

  fit(): void {
    this.#rest(undefined);
  }

  /** About the middle. */
  zoom(by: number): void {
    const { width, height } = this.#plane().size;
    this.#moved = zoomed(this.view, by, width / 2, height / 2);
    this.rest();
  }

  turn({ deltaY }: WheelEvent, x: number, y: number): void {
    this.#moved = zoomed(this.view, deltaY < 0 ? WHEEL : 1 / WHEEL, x, y);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rest(), AT_REST);
  }

  drag({ movementX, movementY }: PointerEvent): void {
    const { scale, left, top } = this.view;
    this.#moved = { scale, left: left + movementX, top: top + movementY };
  }

  /** The address says what is seen. */
  rest(): void {
    if (this.#moved !== null) this.#rest(shortPart(partOf(this.#moved, this.#plane().size)));
  }

  #rest(part: [number, number, number] | undefined): void {
    clearTimeout(this.#timer);
    this.#plane().onpart(part);
    this.#moved = null;
  }
}
