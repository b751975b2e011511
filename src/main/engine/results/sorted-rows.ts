/**
 * Rows in an order of which only what is looked at is made. A million rows are put into thousands of buckets by their first
 * key, in one pass; a bucket is sorted when a page falls into it. So the first page of any order costs a few passes over
 * the rows, and no page costs a sort of all.
 */

export interface SortKey {
  /** By row; NaN comes last either way. */
  readonly values: ArrayLike<number>;
  readonly descending: boolean;
}

/** So few are sorted by comparing. */
const FEW = 256;
const MOST_BUCKETS = 65_535;

/** A range of places in which the right rows are, in whatever order. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Those before it are equal for all rows of the part. */
  key: number;
  state: 'open' | 'sorted' | Split;
}

interface Split {
  readonly scale: Scale;
  /** [buckets + 1] where each begins; the last is of rows without a value. */
  readonly starts: Uint32Array;
  readonly parts: Map<number, Part>;
}

/** Values of a key to buckets, in the direction of the order. */
interface Scale {
  readonly low: number;
  readonly high: number;
  readonly buckets: number;
}

export class SortedRows {
  readonly #rows: Uint32Array;
  readonly #keys: readonly SortKey[];
  readonly #all: Part;

  /** @param rows ascending; what is equal by all keys stays in this order. It is used, not copied. */
  constructor(rows: Uint32Array, keys: readonly SortKey[]) {
    this.#rows = rows;
    this.#keys = keys;
    this.#all = { start: 0, end: rows.length, key: 0, state: keys.length === 0 ? 'sorted' : 'open' };
  }

  get length(): number {
    return this.#rows.length;
  }

  get byteLength(): number {
    return this.#rows.byteLength;
  }

  /** The rows at places `from` to before `to`. */
  slice(from: number, to: number): Uint32Array {
    this.#settle(this.#all, from, to);
    return this.#rows.slice(from, to);
  }

  /** The place of a row; -1 where it is not among them. */
  placeOf(row: number): number {
    let part = this.#all;
    while (part.end - part.start > FEW) {
      const split = this.#opened(part);
      if (split === null) break;
      part = this.#partOf(split, bucketOf(this.#value(part.key, row), split.scale), part.key);
    }
    this.#settle(part, part.start, part.end);
    const place = this.#rows.subarray(part.start, part.end).indexOf(row);
    return place < 0 ? -1 : part.start + place;
  }

  #settle(part: Part, from: number, to: number): void {
    if (part.state === 'sorted' || part.end <= from || part.start >= to || part.start === part.end) return;
    if (part.end - part.start <= FEW) return this.#sort(part);
    const split = this.#opened(part);
    if (split === null) return;
    for (let bucket = firstReaching(split.starts, from); bucket < split.starts.length - 1; bucket++) {
      if ((split.starts[bucket] ?? 0) >= to) return;
      this.#settle(this.#partOf(split, bucket, part.key), from, to);
    }
  }

  #partOf({ starts, parts, scale }: Split, bucket: number, key: number): Part {
    let part = parts.get(bucket);
    if (part === undefined) {
      const isUndefined = bucket === scale.buckets;
      part = {
        start: starts[bucket] ?? 0,
        end: starts[bucket + 1] ?? 0,
        key: isUndefined ? key + 1 : key,
        state: isUndefined && key + 1 === this.#keys.length ? 'sorted' : 'open',
      };
      parts.set(bucket, part);
    }
    return part;
  }

  /** The value in the direction of the order: the smallest comes first. */
  #value(key: number, row: number): number {
    const { values, descending } = this.#keys[key] ?? NO_KEY;
    const value = values[row] ?? Number.NaN;
    return descending ? -value : value;
  }

  #sort(part: Part): void {
    const rows = this.#rows.subarray(part.start, part.end);
    rows.sort((one, other) => this.#compare(one, other, part.key));
    part.state = 'sorted';
  }

  #compare(one: number, other: number, from: number): number {
    for (let key = from; key < this.#keys.length; key++) {
      const [left, right] = [this.#value(key, one), this.#value(key, other)];
      if (left === right) continue;
      if (Number.isNaN(left) || Number.isNaN(right)) {
        const order = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
        if (order !== 0) return order;
      } else return left - right;
    }
    return one - other;
  }

  /** The buckets of a part; null where it is sorted as it is. */
  #opened(part: Part): Split | null {
    while (part.state === 'open') this.#open(part);
    return part.state === 'sorted' ? null : part.state;
  }

  /** Splits a part into buckets; one in which all is equal goes on to the next key. */
  #open(part: Part): void {
    const { values, descending } = this.#keys[part.key] ?? NO_KEY;
    const sign = descending ? -1 : 1;
    const rows = this.#rows.subarray(part.start, part.end);
    let low = Infinity;
    let high = -Infinity;
    let undefinedRows = 0;
    for (const row of rows) {
      const value = sign * (values[row] ?? Number.NaN);
      if (value < low) low = value;
      if (value > high) high = value;
      if (Number.isNaN(value)) undefinedRows++;
    }
    if (undefinedRows === rows.length || (low === high && undefinedRows === 0)) {
      part.key++;
      if (part.key === this.#keys.length) part.state = 'sorted';
      return;
    }
    const scale = { low, high, buckets: Math.min(MOST_BUCKETS, Math.max(2, rows.length >> 3)) };
    // A range beyond what numbers can say has no buckets.
    if (!Number.isFinite(high - low) || !Number.isFinite(unitsOf(scale))) return this.#sort(part);
    part.state = { scale, starts: this.#scatter(rows, part.start, scale, part.key), parts: new Map() };
  }

  #scatter(rows: Uint32Array, start: number, scale: Scale, key: number): Uint32Array {
    const { values, descending } = this.#keys[key] ?? NO_KEY;
    const sign = descending ? -1 : 1;
    const { low, buckets } = scale;
    const perUnit = unitsOf(scale);
    const bucketOfPlace = new Uint16Array(rows.length);
    const starts = new Uint32Array(buckets + 2);
    for (let place = 0; place < rows.length; place++) {
      const value = sign * (values[rows[place] ?? 0] ?? Number.NaN);
      const bucket = Number.isNaN(value)
        ? buckets
        : Math.min(buckets - 1, Math.floor((value - low) * perUnit));
      bucketOfPlace[place] = bucket;
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
    }
    starts[0] = start;
    for (let bucket = 1; bucket < starts.length; bucket++)
      starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
    const next = starts.slice();
    const unsorted = rows.slice();
    for (let place = 0; place < unsorted.length; place++) {
      const bucket = bucketOfPlace[place] ?? 0;
      const at = next[bucket] ?? 0;
      this.#rows[at] = unsorted[place] ?? 0;
      next[bucket] = at + 1;
    }
    return starts;
  }
}

const NO_KEY: SortKey = { values: [], descending: false };

/** Buckets per unit of the values; equal values, beside undefined ones, share the first bucket. */
function unitsOf({ low, high, buckets }: Scale): number {
  return high === low ? 0 : buckets / (high - low);
}

function bucketOf(value: number, scale: Scale): number {
  if (Number.isNaN(value)) return scale.buckets;
  return Math.min(scale.buckets - 1, Math.floor((value - scale.low) * unitsOf(scale)));
}

/** The last bucket that begins at or before a place. */
function firstReaching(starts: Uint32Array, place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle + 1] ?? Infinity) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
