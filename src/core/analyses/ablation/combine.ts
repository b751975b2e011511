/** From what each text loses to what the analysis comes to. T texts, L layers, H heads. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { clustersAmong, measuredPositions } from '../too-few.ts';
import { ABLATION_METHODS, type AblationMethod } from './methods.ts';
import type { AblationOptions } from './options.ts';

/** So many numbers by text, layer and head are kept of a method; of more texts the means alone. */
const MOST_BY_TEXT = 2_000_000;

/**
 * @param parts of each text: by method [layer, head], nats a token; `clean_loss` and `tokens`, one number each
 * @param cluster by place in the plan; null where each text is a unit
 * @returns (docs/science.md, _Ablation_) of each method `ablation.METHOD` [layer, head], nats a token, with `…_interval`, `…_n`,
 *   `…_p`, `…_q` (against 0 by sign flips; q over all heads) and `…_by_text` [text, layer, head]; `ablation.text` [text] places in the
 *   plan; `ablation.clean_loss` with interval, `ablation.clean_loss_by_text`; `ablation.tokens`; `ablation.margin`. It yields the
 *   share that is done, in steps of some tens of milliseconds.
 */
export function* combineAblation(
  parts: Iterable<PartOfItem>,
  cluster: ((position: number) => number) | null,
  { seed, margin }: AblationOptions,
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  const steps = ABLATION_METHODS.length + 1;
  const gathering = { names: ['clean_loss', 'tokens'], before: 0, steps };
  const scalars = yield* gathered(parts, gathering);
  const clean = scalars.get('clean_loss');
  const tokens = scalars.get('tokens');
  if (clean !== undefined && tokens !== undefined) {
    for (const [name, tensor] of yield* itemMeans('ablation.clean_loss', clean, {
      range: [0, null],
      seed,
      cluster,
    }))
      result.set(name, tensor);
    const text = clean.positions.length;
    result.set('ablation.text', namedTensor({ text }, clean.positions));
    result.set('ablation.clusters', scalar(clustersAmong(measuredPositions(clean), cluster)));
    result.set('ablation.clean_loss_by_text', namedTensor({ text }, clean.values));
    result.set('ablation.tokens', scalar(tokens.values.reduce((sum, one) => sum + one, 0)));
  }
  for (const [index, method] of ABLATION_METHODS.entries()) {
    const own = (yield* gathered(parts, { names: [method], before: index + 1, steps })).get(method);
    if (own === undefined) continue;
    const means = itemMeans(`ablation.${method}`, own, {
      range: [null, null],
      signed: true,
      seed,
      cluster,
    });
    for (const [name, tensor] of yield* means) result.set(name, tensor);
    const [layer = 0, head = 0] = own.shape;
    if (own.values.length <= MOST_BY_TEXT)
      result.set(
        `ablation.${method}_by_text`,
        namedTensor({ text: own.positions.length, layer, head }, own.values),
      );
  }
  result.set('ablation.margin', scalar(margin));
  return result;
}

function* gathered(
  parts: Iterable<PartOfItem>,
  {
    names,
    before,
    steps,
  }: { readonly names: readonly string[]; readonly before: number; readonly steps: number },
) {
  const gathering = gatherParts(parts, (name) => names.includes(name));
  for (;;) {
    const step = gathering.next();
    if (step.done === true) return step.value;
    yield before / steps;
  }
}

/** Those whose numbers a result has. */
export function methodsOf(result: NamedTensors): AblationMethod[] {
  return ABLATION_METHODS.filter((method) => result.has(`ablation.${method}`));
}
