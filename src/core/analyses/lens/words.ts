/** What a lens says, in sentences made of its numbers. */
import { formatValue } from '../../figures/figure.ts';
import { leftOutWords, nothingExplained } from '../attribution/words.ts';
import { estimateInSentence } from '../estimate.ts';
import { countWords } from '../statistics/count-words.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { type LensStream, lensStreams, streamWords } from './streams.ts';

/** Whether the token stands above a drawn one: the whole interval of the difference, and q. */
export function isAboveControl({ of, q }: LensStream): boolean {
  return (of.difference.low ?? -1) > 0 && q !== null && q <= LARGEST_Q;
}

/** The headline first: from where on the token stands out; then where the prediction is settled, and what early layers mean. */
export function lensFindings(result: NamedTensors): string[] {
  if (result.has('lens.cases')) {
    const cases = scalarOf(result, 'lens.cases') ?? 0;
    return [`${countWords(cases, 'case')} of token ids, stream by stream; no means over them.`];
  }
  const streams = lensStreams(result);
  const last = streams.at(-1);
  if (last === undefined) return [nothingExplained(scalarOf(result, 'lens.left_out'))];
  const layers = streams.length - 1;
  return [
    headline(streams, layers),
    settled(streams, layers),
    `At the end its log probability is ${estimateInSentence(last.of.log_probability)} nats, that of a drawn token ${estimateInSentence(last.of.control)}; it is ranked first in ${estimateInSentence(last.of.first)} of n = ${countWords(last.n, 'text')}${leftOutWords(scalarOf(result, 'lens.left_out'))}.`,
    'Streams are read as if each were the last. Early ones are written in a basis of their own, so what is not read there may be there all the same.',
  ].filter((sentence) => sentence !== '');
}

/** From which stream on, to the last, it always stands out. */
function headline(streams: readonly LensStream[], layers: number): string {
  const below = streams.findLastIndex((stream) => !isAboveControl(stream));
  const from = streams[below + 1];
  if (from === undefined) {
    const last = streams[layers];
    return last === undefined
      ? ''
      : `Even at the end the token that is explained is not shown to stand above a drawn one: the difference is ${estimateInSentence(last.of.difference)} nats (q = ${formatValue(last.q)}, n = ${last.n}).`;
  }
  return `The token that is explained stands above a drawn one ${fromWords(below + 1, layers)}: ${estimateInSentence(from.of.difference)} nats there (whole 95 % interval above 0, and q at most ${LARGEST_Q} over ${countWords(streams.length, 'stream')}).`;
}

/** From which stream on, to the last, most texts rank first what they rank first at the end. */
function settled(streams: readonly LensStream[], layers: number): string {
  if (layers === 0) return '';
  const at = streams.findLastIndex(({ of }) => (of.agrees.mean ?? 0) <= 0.5) + 1;
  const from = streams[at];
  // The last stream agrees with itself.
  if (at >= layers || from === undefined)
    return 'Before the last stream, what is ranked first at the end is ranked first in no more than half of the texts.';
  return `What is ranked first at the end is ranked first in more than half of the texts ${fromWords(at, layers)} (${estimateInSentence(from.of.agrees)} of them there).`;
}

/** 'from the embeddings on', 'from the stream entering layer 3 on', 'at the end only' */
function fromWords(stream: number, layers: number): string {
  if (stream === layers && layers > 0) return 'at the end only';
  return stream === 0 ? 'from the embeddings on' : `from the stream ${streamWords(stream, layers)} on`;
}
