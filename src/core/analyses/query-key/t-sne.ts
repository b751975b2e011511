/**
 * t-SNE (van der Maaten and Hinton 2008; Barnes and Hut's squares for what pushes, van der Maaten 2014), with cosine distances
 * squared as scikit-learn does. It begins at the principal components, so that a picture depends on no luck.
 */
import { affinities, type Affinities } from './neighbour-affinities.ts';
import { nearestByCosine } from './nearest.ts';
import { QuadTree } from './quad-tree.ts';

export const PERPLEXITY = 100;
const EXAGGERATION = 12;
const EXAGGERATED_STEPS = 250;
const STEPS = 750;
/** A square is taken as one where its width is at most so much of its distance. */
const THETA = 0.5;
const LEAST_GAIN = 0.01;
/** Standard deviation of the first axis at the beginning. */
const BEGINNING = 1e-4;

export interface TsneOptions {
  readonly perplexity: number;
  /** [n, 2] where points begin, up to scale. */
  readonly start: Float32Array;
  /** From -0.5 to 0.5: what tells points apart that lie in one place. */
  readonly jitter: () => number;
}

/**
 * @param points [n, width]
 * @returns [n, 2]
 * Yields the share that is done, about once in a step.
 */
export function* tsne(
  points: Float64Array,
  width: number,
  { perplexity: wanted, start, jitter }: TsneOptions,
): Generator<number, Float32Array, void> {
  const count = points.length / width;
  // Three times the perplexity of neighbours hold nearly all of a Gaussian; where there are fewer, it is less.
  const perplexity = Math.max(1, Math.min(wanted, (count - 1) / 3));
  const nearest = nearestByCosine(points, width, Math.min(count, Math.floor(3 * perplexity) + 1));
  let found = nearest.next();
  for (; found.done !== true; found = nearest.next()) yield 0.1 * found.value;
  const alike = affinities(found.value, perplexity);
  yield 0.12;
  const layout = beginning(start, jitter);
  const velocity = new Float64Array(layout.length);
  const gains = new Float64Array(layout.length).fill(1);
  const gradient = new Float64Array(layout.length);
  const tree = new QuadTree(count);
  const rate = Math.max(50, count / EXAGGERATION / 4);
  for (let step = 0; step < STEPS; step++) {
    const isEarly = step < EXAGGERATED_STEPS;
    gradientOf(layout, alike, isEarly ? EXAGGERATION : 1, tree, gradient);
    const momentum = isEarly ? 0.5 : 0.8;
    for (let at = 0; at < layout.length; at++) {
      const slope = gradient[at] as number;
      const speed = velocity[at] as number;
      const gain = Math.max(
        LEAST_GAIN,
        slope > 0 === speed > 0 ? (gains[at] as number) * 0.8 : (gains[at] as number) + 0.2,
      );
      gains[at] = gain;
      velocity[at] = momentum * speed - rate * gain * slope;
      layout[at] = (layout[at] as number) + (velocity[at] as number);
    }
    centre(layout);
    yield 0.12 + (0.88 * (step + 1)) / STEPS;
  }
  return Float32Array.from(layout);
}

function beginning(start: Float32Array, jitter: () => number): Float64Array {
  let square = 0;
  for (let at = 0; at < start.length; at += 2) square += (start[at] as number) ** 2;
  const deviation = Math.sqrt(square / (start.length / 2)) || 1;
  return Float64Array.from(start, (value) => (BEGINNING * value) / deviation + BEGINNING * 1e-3 * jitter());
}

function gradientOf(
  layout: Float64Array,
  { rows, columns, values }: Affinities,
  exaggeration: number,
  tree: QuadTree,
  out: Float64Array,
): void {
  const count = layout.length / 2;
  tree.fill(layout);
  const push = new Float64Array(2);
  let total = 0;
  for (let point = 0; point < count; point++) {
    total += tree.repulsion(layout, point, THETA, push);
    out[2 * point] = push[0] as number;
    out[2 * point + 1] = push[1] as number;
  }
  for (let point = 0; point < count; point++) {
    const x = layout[2 * point] as number;
    const y = layout[2 * point + 1] as number;
    let pullX = 0;
    let pullY = 0;
    for (let at = rows[point] as number; at < (rows[point + 1] as number); at++) {
      const other = 2 * (columns[at] as number);
      const dx = x - (layout[other] as number);
      const dy = y - (layout[other + 1] as number);
      const pull = (values[at] as number) / (1 + dx * dx + dy * dy);
      pullX += pull * dx;
      pullY += pull * dy;
    }
    out[2 * point] = 4 * (exaggeration * pullX - (out[2 * point] as number) / total);
    out[2 * point + 1] = 4 * (exaggeration * pullY - (out[2 * point + 1] as number) / total);
  }
}

function centre(layout: Float64Array): void {
  let x = 0;
  let y = 0;
  for (let at = 0; at < layout.length; at += 2) {
    x += layout[at] as number;
    y += layout[at + 1] as number;
  }
  const count = layout.length / 2;
  for (let at = 0; at < layout.length; at += 2) {
    layout[at] = (layout[at] as number) - x / count;
    layout[at + 1] = (layout[at + 1] as number) - y / count;
  }
}
