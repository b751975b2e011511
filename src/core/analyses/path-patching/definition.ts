/** Path patching: what one component sends to another, and to nobody else. docs/science.md, _Path patching_. */
import type { AnalysisDefinition } from '../analysis.ts';
import { pathPatchingAbout } from './about.ts';
import { pathPatchingIds } from './ids.ts';
import { pathPatchingName } from './name.ts';
import { pathsOfHeads } from './of-heads.ts';
import { pathPatchingOptions, type PathPatchingOptions } from './options.ts';
import { pathTable } from './tables.ts';
import { pathFindings } from './words.ts';

export const pathPatching = {
  ...pathPatchingName,
  version: 3,
  summary:
    'What feeds a head: how much one component sends to a head’s queries, keys or values, or to the output.',
  about: pathPatchingAbout,
  takes: ['pairs', 'run', 'ids'],
  ids: pathPatchingIds,
  suits: () => true,
  unit: 'pairs',
  options: pathPatchingOptions,
  inShards: true,
  example: 'pairlens analyze path-patching --model NAME --pairs SET --to L5H9 --out DIR',
  keepsParts: true,
  tables: [pathTable],
  figures: [{ name: 'map', spec: { kind: 'path-map' } }],
  findings: pathFindings,
  ofHeads: pathsOfHeads,
  answers: ['matters'],
} as const satisfies AnalysisDefinition<PathPatchingOptions>;
