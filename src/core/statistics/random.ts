/** Seeded randomness. Each use draws from a stream of its own, so that one more use changes no other's numbers. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What a stream is for; its place in the list decides where in the generator's period it starts. */
export const RANDOM_STREAMS = [
  'set-bootstrap',
  'control-bootstrap',
  'permutation',
  'sign-flips',
  'induction-sequences',
  'difference-bootstrap',
  'difference-control-bootstrap',
  'permutation-again',
  'sign-flips-again',
  'difference-sign-flips',
  'difference-sign-flips-again',
  'rank-stability',
  'rank-stability-control',
  'pattern-split',
  'query-key-texts',
  'query-key-layout',
  'ablation-texts',
  'ablation-donors',
  'induction-trials',
  'induction-texts',
  'pattern-masks',
  'bootstrap-groups',
  'effects-donors',
  'control-tokens',
  'composition-baseline',
  'embedding-layout',
  'neurons-drawn',
  'neurons-any',
  'neurons-range',
  'catalogue-names',
  'template-sample',
  'template-neutrals',
  'rule-neutrals',
  'bootstrap-groups-control',
  'batch-order',
  'set-parts',
  'rule-participants',
] as const;
export type RandomStream = (typeof RANDOM_STREAMS)[number];

export interface RandomSource {
  /** A whole number from 0 up to, not including, `bound`, all equally likely. */
  below(bound: number): number;
  /** 32 random bits, as a signed integer. */
  bits(): number;
}

/** xoroshiro128+ from the seed, jumped 2^64 steps ahead once for each stream before this one, and once more. */
export function randomSource(seed: number, stream: RandomStream): RandomSource {
  const generator = xoroshiro128plus(seed);
  for (let jumps = 0; jumps <= RANDOM_STREAMS.indexOf(stream); jumps++) generator.jump();
  return {
    below: (bound) => uniformInt(generator, 0, bound - 1),
    bits: () => generator.next(),
  };
}

/** The places of `count` things in the order in which they are drawn (Fisher and Yates). */
export function* drawnOrder(count: number, random: RandomSource): Generator<number, void, void> {
  const places = Int32Array.from({ length: count }, (_, place) => place);
  for (let next = 0; next < count; next++) {
    const other = next + random.below(count - next);
    const drawn = places[other] as number;
    places[other] = places[next] as number;
    yield drawn;
  }
}
