import type { AnalysisTable, Cell } from '../analysis.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { inductionHeads } from './heads.ts';
import { countsOf, estimatesOf, measuresOf } from './measures.ts';

/** Every measure of every head; what is of the model as a whole has no layer and head. */
export const inductionTable: AnalysisTable = {
  name: 'induction',
  columns: ['layer', 'head', 'measure', 'n', 'mean', 'ci_low', 'ci_high'],
  rows: (result) => [
    ...measuresOf(result).flatMap((measure) => {
      const [, heads = 0] = tensorOf(result, `induction.${measure}`).shape;
      const counts = countsOf(result, measure);
      return estimatesOf(result, measure).map(({ mean, low, high }, place): Cell[] => [
        Math.floor(place / heads),
        place % heads,
        measure,
        counts[place] ?? 0,
        mean,
        low,
        high,
      ]);
    }),
    ...MODEL_MEASURES.filter((measure) => result.has(`induction.${measure}`)).map((measure): Cell[] => [
      null,
      null,
      measure,
      ...rowAt(result, measure, 0),
    ]),
  ],
};

/** Losses in nats. */
const MODEL_MEASURES = [
  'first_copy_loss',
  'second_copy_loss',
  'control_loss_mean',
  'loss_difference',
  ...['standard', 'shuffled', 'three_copies'].flatMap((setup) => [
    `${setup}.masked_loss`,
    `${setup}.masked_loss_control`,
  ]),
  'natural_uniform',
  'icl.loss_early',
  'icl.loss_late',
  'icl.score',
];

/** What is said of each head. */
export const headsTable: AnalysisTable = {
  name: 'heads',
  columns: [
    'layer',
    'head',
    'verdict',
    'score',
    'score_low',
    'score_high',
    'control',
    'control_low',
    'control_high',
    'difference',
    'difference_low',
    'difference_high',
    'p',
    'q',
  ],
  rows: (result) =>
    inductionHeads(result).map((row) => [
      row.layer,
      row.head,
      row.verdict,
      ...[row.score, row.control, row.difference].flatMap(({ mean, low, high }) => [mean, low, high]),
      row.p,
      row.q,
    ]),
};

/** A token is counted from the beginning, BOS being 0; its loss is that given those before it. An encoder has no such loss. */
export const lossTable: AnalysisTable = {
  name: 'loss',
  columns: ['position', 'n', 'mean', 'ci_low', 'ci_high'],
  rows: (result) => lossRows(result, 'loss'),
};

/** The same where the second copy repeats nothing. */
export const lossControlTable: AnalysisTable = {
  name: 'loss_control',
  columns: ['position', 'n', 'mean', 'ci_low', 'ci_high'],
  rows: (result) => lossRows(result, 'control_loss'),
};

function lossRows(result: NamedTensors, name: string): Cell[][] {
  const means = result.get(`induction.${name}`);
  if (means === undefined) return [];
  return [...means.data.keys()].map((position) => [position + 1, ...rowAt(result, name, position)]);
}

/** n, mean and ends of the interval. */
function rowAt(result: NamedTensors, name: string, place: number): Cell[] {
  const interval = tensorOf(result, `induction.${name}_interval`).data;
  return [
    tensorOf(result, `induction.${name}_n`).data[place] ?? 0,
    ...[tensorOf(result, `induction.${name}`).data[place], interval[2 * place], interval[2 * place + 1]].map(
      orNull,
    ),
  ];
}
