/** From what the lens reads in each text, to what it comes to. S streams, one more than there are layers. */
import { gatherParts, type Gathered, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { LensOptions } from './options.ts';

/** What is read of every stream, and what values it can have. */
export const LENS_MEASURES = {
  /** ln P of the token, in nats. */
  log_probability: [null, 0],
  /** The same of a drawn token. */
  control: [null, 0],
  /** The first less the second, text by text. */
  difference: [null, null],
  /** log10(1 + how many tokens lie above it). */
  log_rank: [0, null],
  /** 1 where it is ranked first. */
  first: [0, 1],
  /** 1 where the token that is ranked first is the one that the last stream ranks first. */
  agrees: [0, 1],
} as const satisfies Readonly<Record<string, readonly [number | null, number | null]>>;
export type LensMeasure = keyof typeof LENS_MEASURES;
export const LENS_MEASURE_NAMES = Object.keys(LENS_MEASURES) as readonly LensMeasure[];

/** Numbers of a text that say what was explained in it. */
export const OF_TEXT = ['position', 'target'] as const;

/**
 * @param parts of each text the measures but the difference, [S] each, `rank` [S], and the numbers of OF_TEXT
 * @returns `lens.NAME` [S] of every measure with `…_interval`, `…_n`; of the difference also `…_p`, `…_q` against 0; by text
 *   `lens.log_probability_by_text`, `lens.rank_by_text` [text, S], `lens.text`, `lens.position`, `lens.target`
 */
export function* combineLens(
  parts: Iterable<PartOfItem>,
  cluster: ((position: number) => number) | null,
  { seed }: LensOptions,
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  const gathering = gatherParts(parts, () => true);
  let gathered: ReadonlyMap<string, Gathered>;
  for (;;) {
    const step = gathering.next();
    if (step.done === true) {
      gathered = step.value;
      break;
    }
    yield 0.1;
  }
  const own = gathered.get('log_probability');
  const control = gathered.get('control');
  for (const [index, name] of LENS_MEASURE_NAMES.entries()) {
    const values =
      name !== 'difference'
        ? gathered.get(name)
        : own &&
          control && {
            ...own,
            values: own.values.map((value, at) => value - (control.values[at] as number)),
          };
    if (values === undefined) continue;
    const means = itemMeans(`lens.${name}`, values, {
      range: LENS_MEASURES[name],
      signed: name === 'difference',
      seed,
      cluster,
    });
    for (;;) {
      const step = means.next();
      if (step.done === true) {
        for (const [key, tensor] of step.value) result.set(key, tensor);
        break;
      }
      yield 0.1 + (0.9 * (index + step.value)) / LENS_MEASURE_NAMES.length;
    }
  }
  let leftOut = 0;
  for (const { part } of parts) if (!part.has('log_probability')) leftOut++;
  result.set('lens.left_out', scalar(leftOut));
  if (own !== undefined) {
    const text = own.positions.length;
    result.set('lens.text', namedTensor({ text }, own.positions));
    result.set('lens.log_probability_by_text', namedTensor({ text, stream: own.shape[0] ?? 0 }, own.values));
    const rank = gathered.get('rank');
    if (rank) result.set('lens.rank_by_text', namedTensor({ text, stream: rank.shape[0] ?? 0 }, rank.values));
    for (const name of OF_TEXT) {
      const values = gathered.get(name)?.values;
      if (values !== undefined) result.set(`lens.${name}`, namedTensor({ text }, values));
    }
  }
  return result;
}

/** Cases of token ids, under the names of the reference values: `logit_lens.N.…`. */
export function* combineLensCases(parts: Iterable<PartOfItem>): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  let cases = 0;
  for (const { position, part } of parts) {
    cases++;
    for (const [name, tensor] of part) result.set(`logit_lens.${position}.${name}`, tensor);
    yield 0.5;
  }
  result.set('lens.cases', scalar(cases));
  return result;
}
