/**
 * A project of 10,000 pairs and a run of them through the bundled model, 720,000 rows: the sentences, their tokens and their
 * alignment are real, as is the model that draws a pair's maps; the metrics are those of big-run.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignedPositions } from '../src/core/pairs/align.ts';
import { openEngine } from '../src/main/engine/engine.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { layOutColumns } from '../src/main/engine/results/lay-out-columns.ts';
import { preparePair } from '../src/main/engine/runs/prepare-pair.ts';
import { openStore } from '../src/main/engine/store/database.ts';
import { pairsAfter } from '../src/main/engine/store/planned-pairs.ts';
import { getRun } from '../src/main/engine/store/runs.ts';
import { openTokenizer } from '../src/main/engine/tokenizers/tokenizer.ts';
import { fillRun } from './big-run.ts';

const MODEL = 'all-MiniLM-L6-v2';
const DIMENSIONS = {
  layers: 6,
  heads: 12,
  dModel: 384,
  dHead: 32,
  maxPositions: 512,
  vocabularySize: 30_522,
  tokenTypes: 2,
};
const NOUNS = [
  'doctor',
  'teacher',
  'farmer',
  'lawyer',
  'baker',
  'sailor',
  'writer',
  'singer',
  'judge',
  'nurse',
];
const PLACES = ['Rome', 'Paris', 'Cairo', 'Lima', 'Oslo', 'Delhi', 'Tokyo', 'Boston', 'Dublin', 'Vienna'];
const ADJECTIVES = ['happy', 'tired', 'late', 'ready', 'calm', 'busy', 'rich', 'poor', 'young', 'old'];
const ENDINGS = [
  'today',
  'again',
  'at home',
  'in the end',
  'after lunch',
  'on Monday',
  'at night',
  'at last',
];

export interface BigProject {
  readonly storePath: string;
  readonly projectId: number;
  readonly setId: number;
  readonly runId: number;
}

/** Each once: places and times vary fastest, so that equal beginnings stand far from each other. */
function pairAt(at: number): string {
  const noun = NOUNS[at % 10];
  const place = PLACES[Math.floor(at / 10) % 10];
  const adjective = ADJECTIVES[Math.floor(at / 100) % 10];
  const ending = ENDINGS[Math.floor(at / 1000) % 8];
  const age = at < 8000 ? 'old' : 'new';
  const start = `The ${age} ${noun} from ${place} was`;
  const label = at % 3 === 0 ? '' : `template ${at % 3}`;
  return `${start} ${adjective} ${ending}.,${start} not ${adjective} ${ending}.,${label},${noun}`;
}

/**
 * @param pairs 10,000 unless told
 * @param storePath of a workspace that is made; a file in the home unless told
 */
export async function makeBigProject(
  home: string,
  pairs = 10_000,
  storePath = join(home, 'bench.sqlite'),
): Promise<BigProject> {
  const file = join(home, 'negated.csv');
  const lines = Array.from({ length: pairs }, (_, at) => pairAt(at));
  writeFileSync(file, ['original,counterfactual,label,cluster', ...lines].join('\n'));
  const engine = await openEngine({ home, storePath, shell: 'cli' });
  let project: Omit<BigProject, 'storePath'>;
  try {
    const projectId = engine.defaultProject().id;
    const { id: setId } = await engine.sets.resolve({ projectId, nameOrPath: file });
    const { id: runId } = await engine.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model: MODEL,
      options: { keep: 'none' },
    });
    project = { projectId, setId, runId };
  } finally {
    await engine.close();
  }
  await measureAll(storePath, project.runId, pairs);
  return { storePath, ...project };
}

/** What the run would have done, but for the model. */
async function measureAll(storePath: string, runId: number, pairs: number): Promise<void> {
  const tokenizer = await openTokenizer(join(resourcesDir(), 'models', MODEL), DIMENSIONS.vocabularySize);
  const store = openStore(storePath);
  try {
    const measured = pairsAfter(store.database, runId, null, pairs).flatMap((planned) => {
      const { prepared } = preparePair(planned, { tokenizer, dimensions: DIMENSIONS }, 'auto');
      const [one] = prepared?.comparisons ?? [];
      if (prepared === null || one === undefined) throw new Error(`pair ${planned.position} cannot be run`);
      const { originalIds } = prepared;
      const computedFrom = {
        originalIds,
        counterfactualIds: one.ids,
        alignmentUsed: one.alignment.used,
        aligned: alignedPositions(one.alignment),
      };
      return [{ item: one.item, computedFrom }];
    });
    fillRun(store, runId, measured, DIMENSIONS);
    await layOutColumns(store, getRun(store.database, runId), () => true);
  } finally {
    store.close();
  }
}
