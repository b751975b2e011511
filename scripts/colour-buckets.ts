/** The colours of a picture in buckets of those that are near to each other, for a palette (Heckbert 1982, by variance). */

interface Counted {
  /** 0xRRGGBB */
  readonly colour: number;
  /** Pixels that have it. */
  readonly count: number;
}
type Bucket = readonly Counted[];

export function channelsOf(colour: number): readonly [number, number, number] {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}

/**
 * Again and again the bucket that is the most wrong about its pixels is cut in two, across the channel that varies most.
 * @param counts pixels of each colour
 * @param most buckets; of fewer colours each has its own
 */
export function bucketsOf(counts: ReadonlyMap<number, number>, most: number): Bucket[] {
  const measured = [measure(Array.from(counts, ([colour, count]) => ({ colour, count })))];
  while (measured.length < most) {
    const worst = measured.reduce((a, b) => (b.error > a.error ? b : a));
    if (worst.error === 0) break;
    const { bucket, channel, mean } = worst;
    const isBelow = ({ colour }: Counted) => (channelsOf(colour)[channel] ?? 0) <= mean;
    measured.splice(
      measured.indexOf(worst),
      1,
      measure(bucket.filter(isBelow)),
      measure(bucket.filter((one) => !isBelow(one))),
    );
  }
  return measured.map(({ bucket }) => bucket);
}

/** That of most pixels, so that grounds and lines keep theirs; of several the one in the middle. */
export function usualColour(bucket: Bucket): number {
  const means = [0, 1, 2].map((channel) => spread(bucket, channel).mean);
  const distance = ({ colour }: Counted) =>
    channelsOf(colour).reduce((sum, value, channel) => sum + (value - (means[channel] ?? 0)) ** 2, 0);
  const [usual] = bucket.toSorted(
    (a, b) => b.count - a.count || distance(a) - distance(b) || a.colour - b.colour,
  );
  return usual?.colour ?? 0;
}

interface Measured {
  readonly bucket: Bucket;
  /** The channel that varies most, and its mean over pixels. */
  readonly channel: number;
  readonly mean: number;
  /** Sum of the squares of what pixels are off the mean, in that channel; 0: one colour. */
  readonly error: number;
}

function measure(bucket: Bucket): Measured {
  const channels = [0, 1, 2].map((channel) => ({ bucket, channel, ...spread(bucket, channel) }));
  return channels.reduce((a, b) => (b.error > a.error ? b : a));
}

function spread(bucket: Bucket, channel: number): { readonly mean: number; readonly error: number } {
  const of = ({ colour }: Counted) => channelsOf(colour)[channel] ?? 0;
  const pixels = bucket.reduce((sum, { count }) => sum + count, 0);
  const mean = bucket.reduce((sum, one) => sum + one.count * of(one), 0) / pixels;
  const isOne = bucket.every((one) => of(one) === of(bucket[0] ?? one));
  return { mean, error: isOne ? 0 : bucket.reduce((sum, one) => sum + one.count * (of(one) - mean) ** 2, 0) };
}
