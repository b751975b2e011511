/**
 * The rooms of the workbench: each is declared in its own folder, and a line here adds it. Rail and command palette have
 * them in this order; where two would take an address, the first gets it.
 */
import { headsRoom } from './lib/aggregates/room.ts';
import { ablationRoom } from './lib/ablation/room.ts';
import { alignmentRoom } from './lib/align/room.ts';
import { analysesRoom, circuitsRoom } from './lib/analyses/room.ts';
import { attributionRoom } from './lib/attribution/room.ts';
import { bigramsRoom } from './lib/bigrams/room.ts';
import { composerRoom } from './lib/composer/room.ts';
import { compositionRoom } from './lib/composition/room.ts';
import { catalogueRoom } from './lib/catalogue/room.ts';
import { docsRoom } from './lib/docs/room.ts';
import { compareRunsRoom } from './lib/compare-runs/room.ts';
import { effectsRoom } from './lib/effects/room.ts';
import { headsCatalogueRoom } from './lib/heads/catalogue-room.ts';
import { headRoom } from './lib/heads/room.ts';
import { inductionCircuitRoom } from './lib/induction-circuit/room.ts';
import { inductionRoom } from './lib/induction/room.ts';
import { lensRoom } from './lib/lens/room.ts';
import { modelRoom } from './lib/models/model-room.ts';
import { modelsRoom } from './lib/models/room.ts';
import { negationRoom } from './lib/negation/room.ts';
import { neuronsRoom } from './lib/neurons/room.ts';
import { normsRoom } from './lib/norms/room.ts';
import { pairRoom } from './lib/pair-view/room.ts';
import { pathPatchingRoom } from './lib/path-patching/room.ts';
import { patchingRoom } from './lib/patching/room.ts';
import { patternsRoom } from './lib/patterns/room.ts';
import { projectsRoom } from './lib/projects/room.ts';
import { qkOvRoom } from './lib/qk-ov/room.ts';
import { queryKeyRoom } from './lib/query-key/room.ts';
import { resultsRoom } from './lib/results/room.ts';
import { newRunRoom } from './lib/runs/new-run-room.ts';
import { runsRoom } from './lib/run-page/room.ts';
import { pairsRoom } from './lib/sets/room.ts';
import { textsRoom } from './lib/texts/room.ts';

export const ROOMS = [
  newRunRoom,
  compareRunsRoom,
  pairsRoom,
  alignmentRoom,
  textsRoom,
  runsRoom,
  resultsRoom,
  pairRoom,
  headsRoom,
  headsCatalogueRoom,
  headRoom,
  analysesRoom,
  circuitsRoom,
  composerRoom,
  inductionRoom,
  negationRoom,
  patternsRoom,
  normsRoom,
  queryKeyRoom,
  ablationRoom,
  effectsRoom,
  pathPatchingRoom,
  patchingRoom,
  attributionRoom,
  lensRoom,
  bigramsRoom,
  qkOvRoom,
  compositionRoom,
  inductionCircuitRoom,
  neuronsRoom,
  catalogueRoom,
  modelsRoom,
  modelRoom,
  projectsRoom,
  docsRoom,
] as const;

declare global {
  /** The types of routes are made from this, in lib/navigation/route.ts. */
  interface RoomRegistry {
    readonly rooms: typeof ROOMS;
  }
}
