import type { AnalysisTable, Cell } from '../analysis.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { LENS_MEASURE_NAMES } from './combine.ts';
import { lensStreams } from './streams.ts';

/** `layer` is the layer that a stream enters; the last is what leaves the last layer. `rank` is 1 for the first. */
export const lensTable: AnalysisTable = {
  name: 'lens',
  columns: ['input', 'position', 'target', 'layer', 'logit', 'log_probability', 'rank'],
  rows: (result) => (result.has('lens.cases') ? rowsOfCases(result) : rowsOfTexts(result)),
};

export const lensMeansTable: AnalysisTable = {
  name: 'lens_means',
  columns: ['layer', 'quantity', 'n', 'mean', 'ci_low', 'ci_high', 'q'],
  rows: (result) =>
    lensStreams(result).flatMap(({ stream, of, n, q }) =>
      LENS_MEASURE_NAMES.map((name): Cell[] => {
        const { mean, low, high } = of[name];
        return [stream, name, n, mean, low, high, name === 'difference' ? q : null];
      }),
    ),
};

function* rowsOfTexts(result: NamedTensors): Generator<readonly Cell[]> {
  if (!result.has('lens.text')) return;
  const of = (name: string) => tensorOf(result, `lens.${name}`).data;
  const { shape, data } = tensorOf(result, 'lens.log_probability_by_text');
  const [, streams = 0] = shape;
  const ranks = of('rank_by_text');
  for (const [row, text] of of('text').entries())
    for (let stream = 0; stream < streams; stream++) {
      const at = row * streams + stream;
      const rank = orNull(ranks[at]);
      yield [
        text,
        of('position')[row] ?? null,
        of('target')[row] ?? null,
        stream,
        null,
        orNull(data[at]),
        rank === null ? null : rank + 1,
      ];
    }
}

function* rowsOfCases(result: NamedTensors): Generator<readonly Cell[]> {
  const cases = scalarOf(result, 'lens.cases') ?? 0;
  for (let input = 0; input < cases; input++) {
    const of = (name: string) => result.get(`logit_lens.${input}.${name}`);
    const ids = of('target_ids')?.data ?? [];
    const logits = of('targets');
    if (logits === undefined) continue;
    for (let at = 0; at < logits.data.length; at++) {
      const stream = Math.floor(at / ids.length);
      const logit = logits.data[at] as number;
      yield [
        input,
        of('position')?.data[0] ?? null,
        ids[at % ids.length] ?? null,
        stream,
        logit,
        logit - (of('log_sum_exp')?.data[stream] ?? NaN),
        (of('target_ranks')?.data[at] ?? NaN) + 1,
      ];
    }
  }
}
