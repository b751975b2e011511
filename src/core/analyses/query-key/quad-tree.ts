/** Points on a plane in nested squares, so that what is far pushes as one (Barnes and Hut 1986). */

/** Two points that stay in one square so deep are taken as one. */
const DEEPEST = 48;

/** Made once and filled anew for each step. */
export class QuadTree {
  #capacity: number;
  /** [node, quarter] a node; -1: none. */
  #children: Int32Array;
  /** [node] the only point of a node that is no more divided; -1. */
  #point: Int32Array;
  #count: Float64Array;
  /** [node] sums of coordinates. */
  #x: Float64Array;
  #y: Float64Array;
  #width: Float64Array;
  #nodes = 0;
  readonly #stack = new Int32Array(4 * DEEPEST + 8);

  constructor(points: number) {
    this.#capacity = Math.max(16, 4 * points);
    this.#children = new Int32Array(4 * this.#capacity);
    this.#point = new Int32Array(this.#capacity);
    this.#count = new Float64Array(this.#capacity);
    this.#x = new Float64Array(this.#capacity);
    this.#y = new Float64Array(this.#capacity);
    this.#width = new Float64Array(this.#capacity);
  }

  /** @param points [n, 2] */
  fill(points: Float64Array): void {
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < points.length; at += 2) {
      left = Math.min(left, points[at] as number);
      right = Math.max(right, points[at] as number);
      bottom = Math.min(bottom, points[at + 1] as number);
      top = Math.max(top, points[at + 1] as number);
    }
    const width = Math.max(right - left, top - bottom) * (1 + 1e-9) || 1;
    this.#nodes = 0;
    this.#addNode(width);
    for (let point = 0; point < points.length / 2; point++) this.#insert(points, point, left, bottom, width);
  }

  #addNode(width: number): number {
    if (this.#nodes === this.#capacity) this.#grow();
    const node = this.#nodes++;
    this.#children.fill(-1, 4 * node, 4 * node + 4);
    this.#point[node] = -1;
    this.#count[node] = 0;
    this.#x[node] = 0;
    this.#y[node] = 0;
    this.#width[node] = width;
    return node;
  }

  #grow(): void {
    const larger = <Values extends Float64Array | Int32Array>(values: Values): Values => {
      const Made = values.constructor as new (length: number) => Values;
      const made = new Made(2 * values.length);
      made.set(values);
      return made;
    };
    this.#capacity *= 2;
    this.#children = larger(this.#children);
    this.#point = larger(this.#point);
    this.#count = larger(this.#count);
    this.#x = larger(this.#x);
    this.#y = larger(this.#y);
    this.#width = larger(this.#width);
  }

  #insert(points: Float64Array, point: number, left: number, bottom: number, width: number): void {
    const x = points[2 * point] as number;
    const y = points[2 * point + 1] as number;
    let node = 0;
    for (let depth = 0; ; depth++) {
      const count = this.#count[node] as number;
      this.#count[node] = count + 1;
      this.#x[node] = (this.#x[node] as number) + x;
      this.#y[node] = (this.#y[node] as number) + y;
      if (count === 0) {
        this.#point[node] = point;
        return;
      }
      if (depth === DEEPEST) return;
      const half = width / 2;
      const before = this.#point[node] as number;
      if (before >= 0) {
        // It had one point, which goes a square deeper.
        this.#point[node] = -1;
        const bx = points[2 * before] as number;
        const by = points[2 * before + 1] as number;
        const quarter = (bx >= left + half ? 1 : 0) + (by >= bottom + half ? 2 : 0);
        const child = this.#addNode(half);
        this.#children[4 * node + quarter] = child;
        this.#count[child] = count;
        this.#x[child] = bx * count;
        this.#y[child] = by * count;
        this.#point[child] = before;
      }
      const right = x >= left + half;
      const upper = y >= bottom + half;
      const quarter = (right ? 1 : 0) + (upper ? 2 : 0);
      let child = this.#children[4 * node + quarter] as number;
      if (child < 0) {
        child = this.#addNode(half);
        this.#children[4 * node + quarter] = child;
      }
      if (right) left += half;
      if (upper) bottom += half;
      node = child;
      width = half;
    }
  }

  /**
   * What pushes a point away: sums of (1 + d^2)^-2 times the way, into `push`.
   * @param theta a square is taken as one where its width is at most so much of its distance
   * @returns the sum of (1 + d^2)^-1 over all other points
   */
  repulsion(points: Float64Array, point: number, theta: number, push: Float64Array): number {
    const x = points[2 * point] as number;
    const y = points[2 * point + 1] as number;
    const [children, counts, xs, ys, widths, stack] = [
      this.#children,
      this.#count,
      this.#x,
      this.#y,
      this.#width,
      this.#stack,
    ];
    const limit = theta * theta;
    let sum = 0;
    let pushX = 0;
    let pushY = 0;
    let waiting = 1;
    stack[0] = 0;
    while (waiting > 0) {
      const node = stack[--waiting] as number;
      const count = counts[node] as number;
      const dx = x - (xs[node] as number) / count;
      const dy = y - (ys[node] as number) / count;
      const square = dx * dx + dy * dy;
      const first = 4 * node;
      const isLeaf = this.#point[node] !== -1;
      const width = widths[node] as number;
      if (!isLeaf && width * width > limit * square) {
        for (let quarter = 0; quarter < 4; quarter++) {
          const child = children[first + quarter] as number;
          if (child >= 0) stack[waiting++] = child;
        }
        continue;
      }
      const near = 1 / (1 + square);
      // Itself, or points in the very same place: they push nowhere.
      const others = square === 0 ? count - 1 : count;
      sum += others * near;
      pushX += others * near * near * dx;
      pushY += others * near * near * dy;
    }
    push[0] = pushX;
    push[1] = pushY;
    return sum;
  }
}
