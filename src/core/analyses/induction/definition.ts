/**
 * Induction (Elhage et al. 2021, Olsson et al. 2022): which heads attend to what followed the same token last time.
 * docs/science.md, section 4.
 */
import { isDecoder } from '../../architectures/decoders.ts';
import type { AnalysisDefinition, AnalysisTable } from '../analysis.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { inductionHeads } from './heads.ts';
import { inductionOfHeads } from './of-heads.ts';
import { inductionOptions, type InductionOptions } from './options.ts';
import { inductionFindings } from './words.ts';

const heads: AnalysisTable = {
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
    'previous_token',
    'previous_token_low',
    'previous_token_high',
    'duplicate_token',
    'duplicate_token_low',
    'duplicate_token_high',
  ],
  rows: (result) =>
    inductionHeads(result).map((row) => [
      row.layer,
      row.head,
      row.verdict,
      ...[row.score, row.control, row.difference].flatMap(({ mean, low, high }) => [mean, low, high]),
      row.p,
      row.q,
      ...[row.previousToken, row.duplicateToken].flatMap(({ mean, low, high }) => [mean, low, high]),
    ]),
};

/** A token is counted from the beginning, BOS being 0; its loss is that given those before it. */
const losses: AnalysisTable = {
  name: 'loss',
  columns: [
    'token',
    'loss',
    'loss_low',
    'loss_high',
    'control_loss',
    'control_loss_low',
    'control_loss_high',
  ],
  rows: (result) =>
    [...tensorOf(result, 'loss').data.keys()].map((position) => [
      position + 1,
      ...['loss', 'control_loss'].flatMap((name) => threeOf(result, name, position)),
    ]),
};

function threeOf(result: NamedTensors, name: string, place: number): (number | null)[] {
  const interval = tensorOf(result, `${name}_interval`).data;
  return [tensorOf(result, name).data[place], interval[2 * place], interval[2 * place + 1]].map(orNull);
}

export const induction = {
  kind: 'induction',
  version: 2,
  title: 'Induction',
  summary: 'Which heads attend to what followed the same token last time, and what the model gains by it.',
  takes: ['model'],
  suits: ({ architecture }) => isDecoder(architecture),
  unit: 'sequences',
  options: inductionOptions,
  listed: true,
  keepsParts: true,
  tables: [heads, losses],
  figures: [
    { name: 'score', spec: { kind: 'induction-map', quantity: 'score' } },
    { name: 'difference', spec: { kind: 'induction-map', quantity: 'difference' } },
    { name: 'previous-token', spec: { kind: 'induction-map', quantity: 'previousToken' } },
    { name: 'loss', spec: { kind: 'induction-loss' } },
  ],
  findings: inductionFindings,
  ofHeads: inductionOfHeads,
} as const satisfies AnalysisDefinition<InductionOptions>;
