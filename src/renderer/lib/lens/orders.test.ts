import { expect, test } from 'vitest';
import type { LensStream } from '../../../core/analyses/lens/streams.ts';
import { type StreamSort, sortedStreams } from './orders.ts';

const estimate = (mean: number | null) => ({ mean, low: null, high: null });
const stream = (at: number, ln: number | null, q: number | null, first: number): LensStream => ({
  stream: at,
  n: 4,
  q,
  of: {
    log_probability: estimate(ln),
    difference: estimate(ln),
    first: estimate(first),
    agrees: estimate(first),
    control: estimate(ln),
    log_rank: estimate(ln),
  },
});
const STREAMS = [stream(0, -9, null, 0), stream(1, null, 0.2, 0.5), stream(2, -1, 0.01, 0.5)];

test.each<[StreamSort | null, number[]]>([
  [null, [0, 1, 2]],
  [{ by: 'stream', direction: 'desc' }, [2, 1, 0]],
  // What is undefined comes last either way, what is equal stays as it was.
  [{ by: 'log_probability', direction: 'desc' }, [2, 0, 1]],
  [{ by: 'q', direction: 'asc' }, [2, 1, 0]],
  [{ by: 'q', direction: 'desc' }, [1, 2, 0]],
  [{ by: 'first', direction: 'desc' }, [1, 2, 0]],
])('%j', (sort, order) => {
  expect(sortedStreams(STREAMS, sort).map(({ stream: at }) => at)).toEqual(order);
});
