/** How long the latest analyses of a kind took, and what they left in the workspace. */
import { z } from 'zod';
import type { AnalysisPace } from '../../../shared/analysis-costs.ts';
import { ON_CPU } from '../../../shared/devices.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { ranOnOf } from './ran-on.ts';
import { fromJson } from './rows.ts';

/** Older ones say less about the machine as it is now. */
const LATEST = 12;

interface PaceRow extends Omit<AnalysisPace, 'options' | 'device'> {
  /** JSON */
  options: string;
  ranOn: string | null;
}

const optionsOf = z.record(z.string(), z.unknown());

/** Of analyses that came to their end, the latest first. */
export function readAnalysisPaces(database: ReadableDatabase, kind: string): AnalysisPace[] {
  return prepared<PaceRow>(
    database,
    `SELECT analysis.id, analysis.weights_hash AS weightsHash, coalesce(model.parameters, 0) AS parameters,
       CASE WHEN analysis.run_id IS NOT NULL THEN 'run' WHEN analysis.set_id IS NOT NULL THEN 'pairs'
         WHEN analysis.text_set_id IS NOT NULL THEN 'texts' WHEN analysis.inputs IS NOT NULL THEN 'ids'
         ELSE 'model' END AS subject,
       analysis.options, analysis.device AS asked, analysis.ran_on AS ranOn, analysis.seconds_at_work AS seconds,
       (SELECT nullif(count(DISTINCT source_id), 0) FROM analysis_item AS item
        WHERE item.analysis_id = analysis.id) AS size,
       (SELECT coalesce(sum(length(data)), 0) FROM analysis_part AS part WHERE part.analysis_id = analysis.id)
         + (SELECT coalesce(sum(length(data)), 0) FROM analysis_result AS result
            WHERE result.analysis_id = analysis.id) AS bytes
     FROM analysis LEFT JOIN model ON model.id = analysis.model_id
     WHERE analysis.kind = ? AND analysis.state = 'done' AND analysis.removed_at IS NULL AND analysis.seconds_at_work > 0
     ORDER BY analysis.id DESC LIMIT ?`,
  )
    .all(kind, LATEST)
    .map(({ options, ranOn, ...row }) => {
      const { device } = ranOnOf(ranOn, 'analysis', row.id) ?? ON_CPU;
      return {
        ...row,
        device,
        options: fromJson(optionsOf, options, `the options of analysis ${row.id}`),
      };
    });
}
