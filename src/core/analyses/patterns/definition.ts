/**
 * What each head looks at: how much of its attention goes where each detector says, held against unseen text, and what it
 * costs to take the head away. docs/science.md, section 5.
 */
import type { AnalysisDefinition, AnalysisTable } from '../analysis.ts';
import { patternsAbout } from './about.ts';
import { type PatternCell, patternColumns } from './calls.ts';
import { explainedDifferences, explanationRows } from './explanation.ts';
import { explainedVerdict } from './explanation-words.ts';
import { patternsIds } from './ids.ts';
import { patternsName } from './name.ts';
import { patternsOfHeads, patternsProfiles } from './of-heads.ts';
import { patternsOptions, type PatternsOptions } from './options.ts';
import { patternsFindings } from './words.ts';

const patternsTable: AnalysisTable = {
  name: 'patterns',
  columns: [
    'layer',
    'head',
    'detector',
    'n',
    'score',
    'null_uniform',
    'null_position',
    'lift',
    'lift_ci_low',
    'lift_ci_high',
    'score_sinks_excluded',
    'mul',
    'abs',
    'discovery_lift',
    'validation_lift',
    'validation_ci_low',
    'validation_ci_high',
    'validation_share_positive',
    'called',
  ],
  rows: (result) => patternColumns(result).flatMap(({ cells }) => cells.map(rowOf)),
};

function rowOf(cell: PatternCell) {
  return [
    cell.layer,
    cell.head,
    cell.detector,
    cell.n,
    cell.score,
    cell.nullUniform,
    cell.nullPosition,
    cell.lift.mean,
    cell.lift.low,
    cell.lift.high,
    cell.scoreSinksExcluded,
    cell.mul,
    cell.abs,
    cell.discoveryLift,
    cell.validation.mean,
    cell.validation.low,
    cell.validation.high,
    cell.sharePositive,
    cell.verdict,
  ];
}

const ablationTable: AnalysisTable = {
  name: 'ablation',
  columns: ['layer', 'head', 'method', 'where', 'n', 'loss_increase', 'ci_low', 'ci_high', 'detector'],
  rows: (result) =>
    explanationRows(result).map(({ layer, head, detector, method, where, n, cost }) => [
      layer,
      head,
      method,
      where,
      n,
      cost.mean,
      cost.low,
      cost.high,
      detector,
    ]),
};

/** Where the detector of a head fires less elsewhere, text by text. */
const explainedTable: AnalysisTable = {
  name: 'explained',
  columns: [
    'layer',
    'head',
    'detector',
    'method',
    'share_elsewhere',
    'n',
    'difference',
    'ci_low',
    'ci_high',
    'p',
    'q',
    'verdict',
  ],
  rows: (result) =>
    explainedDifferences(result).map((own) => [
      own.layer,
      own.head,
      own.detector,
      own.method,
      own.shareElsewhere,
      own.n,
      own.difference.mean,
      own.difference.low,
      own.difference.high,
      own.p,
      own.q,
      explainedVerdict(own),
    ]),
};

export const patterns = {
  ...patternsName,
  version: 4,
  summary:
    'Which heads look at the token before, at spaces, at what followed last time, and whether that holds on unseen text.',
  about: patternsAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: patternsIds,
  suits: () => true,
  unit: 'texts',
  options: patternsOptions,
  inShards: true,
  example: 'pairlens analyze patterns --model char-en --texts everyday-english --out DIR',
  keepsParts: true,
  tables: [patternsTable, ablationTable, explainedTable],
  figures: [
    { name: 'heads-by-detector', spec: { kind: 'patterns-matrix' } },
    { name: 'unseen-text', spec: { kind: 'patterns-unseen' } },
  ],
  findings: patternsFindings,
  ofHeads: patternsOfHeads,
  answers: ['looks'],
  profilesOfHead: patternsProfiles,
} as const satisfies AnalysisDefinition<PatternsOptions>;
