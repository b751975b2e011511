/** Made-up queries and keys for tests: clusters, so that there is something to see. */
import { randomSource } from '../../statistics/random.ts';
import type { HeadVectors } from './head-space.ts';

export interface ExampleShape {
  readonly tokens: number;
  readonly width: number;
  readonly clusters?: number;
  readonly seed?: number;
}

/** Token t is of cluster t modulo `clusters`; keys are longer than queries. */
export function exampleVectors({ tokens, width, clusters = 4, seed = 1 }: ExampleShape): HeadVectors {
  const random = randomSource(seed, 'query-key-layout');
  const around = (spread: number) => {
    let sum = 0;
    for (let draw = 0; draw < 4; draw++) sum += (random.bits() >>> 0) / 2 ** 32;
    return spread * (sum - 2);
  };
  const centres = Array.from({ length: clusters * width }, () => around(2));
  const drawn = (length: number) =>
    Float32Array.from({ length: tokens * width }, (_, at) => {
      const cluster = Math.floor(at / width) % clusters;
      return length * ((centres[cluster * width + (at % width)] as number) + around(0.6)) + 0.3;
    });
  return { queries: drawn(1), keys: drawn(2), width };
}
