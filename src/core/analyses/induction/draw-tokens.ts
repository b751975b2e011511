/** Random tokens, none twice in one draw. */
import type { RandomSource } from '../../statistics/random.ts';

/** Tokens that can be drawn. */
export interface TokenPool {
  readonly ids: readonly number[];
  /** How often each is drawn before others, as whole numbers above 0; null: all alike. */
  readonly weights: readonly number[] | null;
  /** Whether a token may be drawn, asked of those alone that come up; without it all may. */
  readonly accepts?: ((id: number) => boolean) | undefined;
}

/**
 * @returns draws so many tokens without replacement
 * @throws TooFewTokens
 */
export function tokenDrawer(pool: TokenPool, random: RandomSource): (count: number) => readonly number[] {
  const { ids, weights, accepts = () => true } = pool;
  if (weights === null) return shuffling(ids, accepts, random);
  const open = [...ids.keys()].filter((place) => accepts(ids[place] as number));
  return weighted(
    open.map((place) => ids[place] as number),
    open.map((place) => weights[place] as number),
    random,
  );
}

/** Fewer tokens than are to be drawn. */
export class TooFewTokens extends RangeError {
  readonly drawable: number;

  constructor(drawable: number, wanted: number) {
    super(`${drawable} ids to draw from are fewer than ${wanted}`);
    this.drawable = drawable;
  }
}

function shuffling(
  ids: readonly number[],
  accepts: (id: number) => boolean,
  random: RandomSource,
): (count: number) => number[] {
  const order = [...ids];
  return (count) => {
    // The beginning of a shuffle (Fisher and Yates); what is left in disorder makes the next draw no less random.
    for (let place = 0; place < count;) {
      if (order.length < count) throw new TooFewTokens(order.filter(accepts).length, count);
      const other = place + random.below(order.length - place);
      const id = order[other] as number;
      if (!accepts(id)) {
        order[other] = order.at(-1) as number;
        order.pop();
        continue;
      }
      order[other] = order[place] as number;
      order[place] = id;
      place += 1;
    }
    return order.slice(0, count);
  };
}

/** A token that was drawn before is drawn again as if it had not been; after so many times, among the others alone. */
const TRIES = 64;

function weighted(
  ids: readonly number[],
  weights: readonly number[],
  random: RandomSource,
): (count: number) => number[] {
  const upTo = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, at) => (upTo[at] = total += weight));
  const among = (places: readonly number[]) => {
    let rest = random.below(places.reduce((sum, place) => sum + (weights[place] ?? 0), 0));
    return places.find((place) => (rest -= weights[place] ?? 0) < 0) ?? 0;
  };
  return (count) => {
    if (ids.length < count) throw new TooFewTokens(ids.length, count);
    const drawn = new Set<number>();
    while (drawn.size < count) {
      let place = -1;
      for (let tried = 0; tried < TRIES && (place < 0 || drawn.has(place)); tried++)
        place = firstAbove(upTo, random.below(total));
      drawn.add(drawn.has(place) ? among([...ids.keys()].filter((one) => !drawn.has(one))) : place);
    }
    return Array.from(drawn, (place) => ids[place] as number);
  };
}

/** The first place of an ascending list whose value lies above `value`. */
function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
