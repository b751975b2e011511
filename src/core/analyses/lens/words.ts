/** What a lens says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { formatEstimate, leftOutWords } from '../attribution/words.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { type LensStream, lensStreams, streamWords } from './streams.ts';

/** Of the test of the difference from a drawn token, Benjamini-Hochberg over all streams. */
const LARGEST_Q = 0.05;

/** Whether the token stands above a drawn one: the whole interval of the difference, and q. */
export function isAboveControl({ of, q }: LensStream): boolean {
  return (of.difference.low ?? -1) > 0 && q !== null && q <= LARGEST_Q;
}

/** The headline first: from where on the token stands out; then where the prediction is settled, and what early layers mean. */
export function lensFindings(result: NamedTensors): string[] {
  if (result.has('lens.cases')) {
    const cases = scalarOf(result, 'lens.cases') ?? 0;
    return [`${cases} ${cases === 1 ? 'case' : 'cases'} of token ids, stream by stream; no means over them.`];
  }
  const streams = lensStreams(result);
  const last = streams.at(-1);
  if (last === undefined) return ['Nothing was read: no text could be measured.'];
  const layers = streams.length - 1;
  return [
    headline(streams, layers),
    settled(streams, layers),
    `At the end its log probability is ${formatEstimate(last.of.log_probability)} nats, that of a drawn token ${formatEstimate(last.of.control)}; it is ranked first in ${formatEstimate(last.of.first)} of n = ${last.n} texts${leftOutWords(scalarOf(result, 'lens.left_out'))}.`,
    'Streams are read as if each were the last. Early ones are written in a basis of their own, so what is not read there may be there all the same.',
  ];
}

/** From which stream on, to the last, it always stands out. */
function headline(streams: readonly LensStream[], layers: number): string {
  const below = streams.findLastIndex((stream) => !isAboveControl(stream));
  if (below === layers)
    return 'The token does not stand above a drawn one even at the end: the lens finds no prediction of it.';
  const from = streams[below + 1];
  const difference = from === undefined ? '' : formatEstimate(from.of.difference);
  return `The token stands above a drawn one from the stream ${streamWords(below + 1, layers)} on: ${difference} nats there (whole 95 % interval above 0, and q at most ${LARGEST_Q} over ${streams.length} streams).`;
}

function settled(streams: readonly LensStream[], layers: number): string {
  if (layers === 0) return '';
  const from = streams.findIndex(({ of }) => (of.agrees.mean ?? 0) > 0.5);
  const { agrees } = streams[from]?.of ?? {};
  return `What is ranked first at the end is ranked first in more than half of the texts from the stream ${streamWords(from, layers)} on (${formatValue(agrees?.mean ?? null)} of them).`;
}
