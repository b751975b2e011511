/** Measures the columns that the simulations draw from: a run of the bundled model over the bundled sets and over templates. */
import type { MetricName } from '../../../src/core/metrics/catalogue.ts';
import { shapeOfPair } from '../../../src/core/analyses/statistics/compared-pair.ts';
import { readColumns } from '../../../src/core/statistics/columns.ts';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { readMeasuredPairs } from '../../../src/main/engine/store/head-metrics.ts';
import { type Role, runOptions } from '../../../src/shared/entities.ts';
import { neutralTemplatesCsv } from './neutral-templates.ts';
import type { MeasuredPairs, RealColumns } from './real-columns.ts';

const MODEL = 'all-MiniLM-L6-v2';

/** A mean over rows, a maximum, and one that goes either way from 0. */
const FAMILIES: readonly MetricName[] = [
  'attention_js_divergence',
  'max_attention_diff',
  'attention_entropy_diff',
];

/** All 72 heads of three metrics, as they are after a run. @param home an empty folder */
export async function measureColumns(home: string): Promise<RealColumns> {
  const engine = await openEngine({ home, shell: 'cli' });
  try {
    const projectId = engine.defaultProject().id;
    const bundled = async (name: string) => (await engine.sets.addBundled({ projectId, name })).id;
    const templates = await engine.sets.import({
      projectId,
      name: 'templates',
      fileName: 'templates.csv',
      content: new Blob([neutralTemplatesCsv()]),
    });
    const run = async (setId: number, controlSetId: number | null) => {
      const options = runOptions.parse({ keep: 'none' });
      const { id } = await engine.runs.create({ projectId, setId, controlSetId, model: MODEL, options });
      return engine.runs.finish({ id });
    };
    const ofNegation = await run(await bundled('negation'), await bundled('negation-control'));
    const ofTemplates = await run(templates.set.id, null);
    const { layers, heads } = ofNegation.model;
    const read = (runId: number, role: Role): MeasuredPairs => {
      const { pairs, values } = readMeasuredPairs(engine.store.database, {
        runId,
        role,
        layers,
        heads,
        metrics: FAMILIES,
      });
      return {
        shapes: pairs.map(shapeOfPair),
        clusters: numbersOf(pairs.map(({ cluster, position }) => cluster ?? position)),
        columns: readColumns(values, FAMILIES.length * layers * heads),
      };
    };
    return {
      families: FAMILIES.flatMap((name) => Array.from({ length: layers * heads }, () => name)),
      controls: read(ofNegation.id, 'control'),
      templates: read(ofTemplates.id, 'set'),
      negation: { ...read(ofNegation.id, 'set'), neutral: read(ofNegation.id, 'neutral').columns },
    };
  } finally {
    await engine.close();
  }
}

/** A number for each name, in order of appearance. */
function numbersOf(names: readonly (string | number)[]): Int32Array {
  const numbers = new Map([...new Set(names)].map((name, number) => [name, number]));
  return Int32Array.from(names, (name) => numbers.get(name) ?? -1);
}
