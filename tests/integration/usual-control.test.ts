/** What a run's rows are held against where controls are few: grey, limits and rates say the same, in the store and in a folder. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_COUNT } from '../../src/core/metrics/catalogue.ts';
import { DEFAULT_FLAG_THRESHOLDS } from '../../src/core/metrics/flags.ts';
import { distribution } from '../../src/main/engine/figures/distribution.ts';
import type { FigureServices } from '../../src/main/engine/figures/figure-kind.ts';
import { FittingNeutrals } from '../../src/main/engine/results/fitting-neutrals.ts';
import { ResultsService } from '../../src/main/engine/results/service.ts';
import { Duck } from '../../src/main/engine/run-folders/duck.ts';
import { FolderResults } from '../../src/main/engine/run-folders/folder-results.ts';
import { registerRunFolder } from '../../src/main/engine/run-folders/register.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { writePairMetrics } from '../../src/main/engine/store/head-metrics.ts';
import { readDonePositions } from '../../src/main/engine/store/metric-columns.ts';
import { getRun } from '../../src/main/engine/store/runs.ts';
import type { ResultFilter } from '../../src/shared/entities.ts';
import { plannedRun } from './planned-run.ts';
import { writeRunFiles } from './run-in-folder.ts';
import { temporaryFolder } from './workspace.ts';

const LAYERS = 2;
const HEADS = 3;
const METRIC = 'attention_js_divergence';
const BY_CONTROL: ResultFilter = {
  role: 'set',
  thresholds: [{ metric: METRIC, comparison: '>', value: 'control' }],
};

let folder: ReturnType<typeof temporaryFolder>;
let duck: Duck;
let made = 0;

beforeAll(() => {
  folder = temporaryFolder();
  duck = new Duck({ threads: 2, memoryBytes: 256 * 2 ** 20 });
});

afterAll(async () => {
  await duck.close();
  folder.remove();
});

/** A run of which all is measured, every value a half. */
function measuredRun(shape: { pairs: number; fitting: number; controls: number }): {
  store: WritableStore;
  runId: number;
} {
  const store = openStore(`${folder.path}/${++made}.sqlite`);
  const run = plannedRun(store, {
    pairs: shape.pairs,
    controlPairs: shape.controls,
    layers: LAYERS,
    heads: HEADS,
    neutrals: true,
    fittingNeutrals: shape.fitting,
  });
  const { runId } = run;
  store.write((database) => {
    const values = new Float64Array(LAYERS * HEADS * METRIC_COUNT).fill(0.5);
    for (const item of run.items)
      writePairMetrics(database, { runId, ...item, layers: LAYERS, heads: HEADS, values });
    database.prepare("UPDATE run_item SET state = 'done'").run();
    database.prepare("UPDATE run SET state = 'done'").run();
  });
  return { store, runId };
}

async function inFolder(store: WritableStore, runId: number): Promise<FolderResults> {
  const parts = `${folder.path}/parts-${made}`;
  writeRunFiles(store, { runId, folder: parts, parts: 1 });
  await registerRunFolder(store, duck, { runId, folder: parts });
  return new FolderResults(store.database, duck);
}

describe.each([
  // Neutrals, those that fit, control pairs: what heads are compared with, and what says what is usual.
  [4, 4, 0, null, null],
  [5, 5, 0, 'neutral', 'neutral'],
  [100, 1, 0, null, null],
  [100, 0, 0, null, null],
  [100, 1, 3, 'control', null],
  [6, 4, 6, 'control', 'control'],
  [6, 0, 6, 'control', 'control'],
] as const)(
  'of %d neutrals, %d of the shape of their pairs, and %d control pairs',
  (pairs, fitting, controls, compared, usual) => {
    it.each(['store', 'folder'] as const)(
      `limits, grey and rates are of ${usual}, in a %s`,
      async (where) => {
        const { store, runId } = measuredRun({ pairs, fitting, controls });
        const answers = where === 'store' ? new ResultsService(store) : await inFolder(store, runId);

        const { heldAgainst } = await answers.values({ runId, metric: METRIC, layer: 0, head: 0 });
        expect(heldAgainst).toBe(compared);
        // Where heads are compared with nothing, their neutrals are drawn all the same, and the figure says so.
        const services = { runs: { get: () => getRun(store.database, runId) }, results: answers };
        const spec = { kind: 'distribution', runId, metric: METRIC, layer: 0, head: 0 } as const;
        const { data } = await distribution.load(services as unknown as FigureServices, spec);
        expect([data.against, data.uncompared]).toEqual([compared ?? 'neutral', compared === null]);

        const limits = await answers.limits({ runId, metric: METRIC });
        expect(limits.control).toBe(usual);
        expect(limits.high.flat().every((high) => (high === null) === (usual === null))).toBe(true);
        const all: ResultFilter = { role: 'set', thresholds: [] };
        const [first] = await answers.heads({ runId, filter: all, metric: METRIC });
        expect(first?.unusual).toBe(usual === null ? null : 0);

        const ofControl = { neutral: pairs, control: controls };
        for (const basis of ['fixed', 'control'] as const) {
          const rates = await answers.flagRates({
            runId,
            thresholds: { ...DEFAULT_FLAG_THRESHOLDS, basis },
          });
          expect(rates.control).toBe(usual);
          expect(rates.pairs.control).toBe(usual === null ? 0 : ofControl[usual]);
        }

        const count = async () => answers.count({ runId, filter: BY_CONTROL });
        if (usual === null)
          await expect(count()).rejects.toThrow(
            `run ${runId} has neither 5 neutrals of the shape of their pairs nor 5 pairs of a control set`,
          );
        else expect(await count()).toEqual({ rows: 0, pairs: 0, heads: 0 });
        store.close();
      },
    );
  },
);

describe('neutrals that fit', () => {
  it('are counted on as a run goes on, and again where an earlier pair or another alignment came', () => {
    const { store, runId } = measuredRun({ pairs: 9, fitting: 4, controls: 0 });
    const says = (sql: string, ...of: unknown[]) =>
      store.write((database) => database.prepare(sql).run(...of));
    const fitting = new FittingNeutrals(store.database);
    const count = () => fitting.count(runId, (role) => readDonePositions(store.database, runId, role));

    // Pairs 0, 1, 3 and 4 are done, with their neutrals; those of all but 4 fit.
    says("UPDATE run_item SET state = 'planned' WHERE position = 2 OR position > 4");
    expect(count()).toBe(3);

    // Who looks again does not look at pairs that were looked at: nothing says that two of them are others now.
    says("UPDATE run_item SET counterfactual_ids = '[4,3]' WHERE role = 'neutral' AND position < 2");
    expect(count()).toBe(3);
    says("UPDATE run_item SET counterfactual_ids = '[1,3]' WHERE role = 'neutral' AND position = 7");
    says("UPDATE run_item SET state = 'done' WHERE position IN (6, 7)");
    expect(count()).toBe(4);

    // One that had failed comes before those that were looked at: 2, 3 and 7 fit now.
    says("UPDATE run_item SET state = 'done' WHERE position = 2");
    expect(count()).toBe(3);

    // What is computed anew is looked at again.
    says("UPDATE run_item SET counterfactual_ids = '[1,3]' WHERE role = 'neutral' AND position < 2");
    says('UPDATE run SET revision = revision + 1 WHERE id = ?', runId);
    expect(count()).toBe(5);
    store.close();
  });
});
