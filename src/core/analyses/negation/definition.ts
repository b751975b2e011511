/** Negation: which heads attend to a negation cue and to its scope, and how far its change spreads. docs/science.md, section 6. */
import type { AnalysisDefinition } from '../analysis.ts';
import { negationAbout } from './about.ts';
import { negationFindings } from './findings.ts';
import { negationName } from './name.ts';
import { negationOfHeads, negationProfiles } from './of-heads.ts';
import { negationOptions, type NegationOptions } from './options.ts';
import { profileRows, quantityRows } from './rows.ts';
import { negationTokens } from './token-pairs.ts';

export const negation = {
  ...negationName,
  version: 2,
  summary:
    'Which heads attend to a negation and to what it negates, and how far its change spreads, against a neutral word in its place.',
  about: negationAbout,
  takes: ['pairs', 'ids'],
  comparesWithControl: true,
  ids: negationTokens,
  suits: () => true,
  unit: 'pairs',
  options: negationOptions,
  inShards: true,
  example: 'pairlens analyze negation --model all-MiniLM-L6-v2 --pairs negation --out DIR',
  keepsParts: true,
  tables: [
    {
      name: 'negation',
      columns: [
        'layer',
        'head',
        'quantity',
        'n',
        'mean',
        'ci_low',
        'ci_high',
        'control_mean',
        'difference',
        'difference_ci_low',
        'difference_ci_high',
        'p',
        'q',
        'n_difference',
      ],
      rows: (result) =>
        quantityRows(result).map((row) => [
          row.layer,
          row.head,
          row.quantity,
          row.n,
          row.mean,
          row.ci_low,
          row.ci_high,
          row.control_mean,
          row.difference,
          row.difference_ci_low,
          row.difference_ci_high,
          row.p,
          row.q,
          row.compared,
        ]),
    },
    {
      name: 'profile',
      columns: [
        'layer',
        'head',
        'quantity',
        'distance',
        'n',
        'mean',
        'ci_low',
        'ci_high',
        'control_mean',
        'control_ci_low',
        'control_ci_high',
      ],
      rows: (result) =>
        profileRows(result).map((row) => [
          row.layer,
          row.head,
          row.profile,
          row.distance,
          row.n,
          row.mean,
          row.ci_low,
          row.ci_high,
          row.control_mean,
          row.control_ci_low,
          row.control_ci_high,
        ]),
    },
  ],
  figures: [
    { name: 'to-cue', spec: { kind: 'head-map', quantity: 'to_cue_ratio' } },
    { name: 'to-cue-difference', spec: { kind: 'head-map', quantity: 'to_cue_ratio', part: 'difference' } },
    { name: 'two-way', spec: { kind: 'head-map', quantity: 'bidirectional', part: 'difference' } },
    { name: 'profile', spec: { kind: 'negation-profile' } },
    { name: 'profile-from-cue', spec: { kind: 'negation-profile', profile: 'from_cue' } },
    { name: 'profile-delta', spec: { kind: 'negation-profile', profile: 'delta' } },
    { name: 'labels', spec: { kind: 'negation-labels' } },
  ],
  findings: negationFindings,
  ofHeads: negationOfHeads,
  answers: ['negation'],
  profilesOfHead: negationProfiles,
} as const satisfies AnalysisDefinition<NegationOptions>;
