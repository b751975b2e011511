/** A pair of a run, as far as figures need it. */
import type { MetricName } from '../metrics/catalogue.ts';
import type { AlignmentUsed } from '../pairs/alignment.ts';
import type { TokenText } from '../pairs/token-bytes.ts';
import type { MapsOver } from './pair-maps.ts';
import { captionOfPair, type FigureSource, pairNumber } from './figure.ts';

export interface FigureToken extends TokenText {
  /** In the vocabulary of the model. */
  readonly id?: number;
  /** Index of its word; null for a special token. */
  readonly word: number | null;
  readonly special?: boolean;
  /** An attention sink by rule (metrics/sinks.ts). */
  readonly sink?: boolean | undefined;
}

export interface FigurePair {
  readonly pair: {
    readonly position: number;
    /** Its sentences; null or absent for token ids. */
    readonly original?: string | null;
    readonly counterfactual?: string | null;
    readonly neutral?: string | null;
  };
  /** 'neutral': what is called counterfactual here is the neutral. */
  readonly role: 'set' | 'control' | 'neutral';
  /** The model is a decoder: its mask forbids a token to attend to what comes after it. */
  readonly causal: boolean;
  readonly original: readonly FigureToken[];
  readonly counterfactual: readonly FigureToken[];
  readonly alignment: {
    readonly used: AlignmentUsed;
    readonly pairs: readonly (readonly [number, number])[];
  };
  /** [layers][heads] */
  readonly heads: readonly (readonly Readonly<Record<MetricName, number | null>>[])[];
  /** Smallest and largest value of each metric in the run: every pair of a run is coloured on the same scale. */
  readonly metricRanges: Readonly<Record<MetricName, readonly [number, number] | null>>;
}

/** 'pair 17', 'pair 17 with its neutral' */
export function pairName({ pair, role }: Pick<FigurePair, 'pair' | 'role'>): string {
  return `pair ${pairNumber(pair.position)}${role === 'neutral' ? ' with its neutral' : ''}`;
}

/** Characters of a sentence that a caption has. */
const MOST_SAID = 160;

/** '“The film was good.” – “The film was not good.”'; '' for a pair of token ids. */
export function sentencesOf({ pair, role }: Pick<FigurePair, 'pair' | 'role'>): string {
  const texts = [pair.original, role === 'neutral' ? pair.neutral : pair.counterfactual];
  return texts
    .flatMap((text) => (text === null || text === undefined ? [] : [quotedSentence(text)]))
    .join(' – ');
}

/** '“The film was good.”', a long one cut. */
export function quotedSentence(text: string): string {
  const letters = Array.from(text);
  // Set apart, so that each runs as it runs.
  const said = letters.length > MOST_SAID ? `${letters.slice(0, MOST_SAID).join('').trimEnd()}…` : text;
  return `“\u2068${said}\u2069”`;
}

/** 'Run 12 · all-MiniLM-L6-v2 · negation, pair 17 (n = 1 pair, 8 and 9 tokens)'. */
export function captionOf(detail: FigurePair, source: FigureSource): string {
  return captionOfPair(source, { position: detail.pair.position, role: detail.role }, [
    detail.original.length,
    detail.counterfactual.length,
  ]);
}

/** 'L5 H3', or 'L5, mean of 12 heads': what the patterns of a figure are of. */
export function patternsOf(
  { heads }: Pick<FigurePair, 'heads'>,
  {
    layer,
    head,
    over,
  }: { readonly layer: number; readonly head: number; readonly over?: MapsOver | undefined },
): string {
  return over === 'layer'
    ? `L${layer}, mean of ${headsWords(heads[layer]?.length ?? 0)}`
    : `L${layer} H${head}`;
}

/** "12 heads" */
export function headsWords(heads: number): string {
  return `${heads} ${heads === 1 ? 'head' : 'heads'}`;
}
