/** Two of them side by side: another head, another pair or another run, and what differs between the two. */
import { isolated, quoted } from '../../../core/isolated.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { formatValue } from '../../../core/figures/figure.ts';
import type { FigurePair } from '../../../core/figures/figure-pair.ts';
import type { MapsOver } from '../../../core/figures/pair-maps.ts';

/** What stands beside. */
export interface BesidePlace {
  readonly runId: number;
  readonly pairId: number;
  readonly layer: number;
  readonly head: number;
}

/** As an address has it: run.pair.layer.head. */
export const BESIDE = /^[1-9]\d{0,9}\.[1-9]\d{0,9}\.\d{1,4}\.\d{1,4}$/;

export function textOfBeside({ runId, pairId, layer, head }: BesidePlace): string {
  return [runId, pairId, layer, head].join('.');
}

/** @param text of {@link textOfBeside} */
export function besideOfText(text: string): BesidePlace {
  const [runId = 0, pairId = 0, layer = 0, head = 0] = text.split('.').map(Number);
  return { runId, pairId, layer, head };
}

/** One of the two. */
export interface Looked {
  readonly run: {
    readonly id: number;
    readonly model: { readonly name: string };
    readonly set: { readonly name: string };
  };
  readonly detail: Pick<FigurePair, 'original' | 'counterfactual' | 'heads'> & {
    readonly pair: { readonly id: number; readonly position: number };
  };
  readonly layer: number;
  readonly head: number;
  readonly over: MapsOver;
}

/** What differs between two, and the metric of both heads; one sentence each. */
export function whatDiffers(first: Looked, second: Looked, metric: MetricName): string[] {
  const [a, b] = [first.detail, second.detail];
  const sentences: string[] = [];
  if (first.run.model.name !== second.run.model.name)
    sentences.push(
      `Two models: ${isolated(first.run.model.name)} (run ${first.run.id}) and ${isolated(second.run.model.name)} (run ${second.run.id}).`,
    );
  else if (first.run.id !== second.run.id)
    sentences.push(`Two runs of one model: ${first.run.id} and ${second.run.id}.`);
  if (a.pair.id !== b.pair.id) {
    const sets =
      first.run.set.name === second.run.set.name ? null : [first.run.set.name, second.run.set.name];
    const named = [a, b].map(
      ({ pair }, at) => `${pair.position + 1}${sets === null ? '' : ` of ${quoted(sets[at] ?? '')}`}`,
    );
    sentences.push(`Two pairs: ${named.join(' and ')}.`);
  } else if (countsOf(a) !== countsOf(b))
    sentences.push(
      `The models cut the statements into different tokens: ${countsOf(a)}, and ${countsOf(b)}.`,
    );
  if (first.layer !== second.layer || (first.over === 'head' && first.head !== second.head))
    sentences.push(
      first.over === 'layer'
        ? `Two layers: ${first.layer} and ${second.layer}.`
        : `Two heads: L${first.layer} H${first.head} and L${second.layer} H${second.head}.`,
    );
  if (sentences.length === 0) return ['Nothing differs yet: choose another head, pair or run.'];
  if (first.over === 'head') {
    const { label, unit } = METRICS[metric];
    const values = [first, second].map(({ detail, layer, head }) =>
      formatValue(detail.heads[layer]?.[head]?.[metric] ?? null, unit),
    );
    sentences.push(`${label}: ${values.join(' and ')}.`);
  }
  return sentences;
}

/** '8 and 9' */
function countsOf({ original, counterfactual }: Looked['detail']): string {
  return `${original.length} and ${counterfactual.length}`;
}
