import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { runsRequest } from '../../core/analyses/compared-runs/runs-spec.ts';
import { modelText, pathText } from '../../core/bounds.ts';
import { id } from '../entities/fields.ts';
import { run, runItemError, runOptions } from '../entities/runs.ts';
import { runCheck, runCheckRequest, runQuality } from '../pair-quality.ts';
import { lastFinding } from '../last-finding.ts';
import { runCosts } from '../run-costs.ts';
import { runFolderState } from '../run-folders.ts';
import { runPower, runPowerRequest } from '../run-power.ts';
import { runSoundness } from '../run-soundness.ts';
import { runTook } from '../run-took.ts';
import { runsCompared } from '../runs-compared.ts';
import { statementLength } from '../statement-lengths.ts';
import { nothing } from './fields.ts';

export const runs = {
  list: oc.input(z.object({ projectId: id })).output(z.array(run)),
  get: oc.input(z.object({ id })).output(run),
  /** Plans a run; `model` is the name of a model, or a folder. */
  create: oc
    .input(
      z.object({
        projectId: id,
        setId: id,
        controlSetId: id.nullable(),
        model: modelText,
        options: runOptions,
      }),
    )
    .output(run),
  /** Starts or resumes; returns at once. Runs wait for each other. */
  start: oc.input(z.object({ id })).output(run),
  /** Between batches; what is done stays done. */
  cancel: oc.input(z.object({ id })).output(run),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(run),
  /** The pairs that failed, up to RUN_ERRORS_LISTED of them in the set's order, and why. */
  errors: oc.input(z.object({ id })).output(z.array(runItemError)),
  /** Compares what is stored of it with its hashes, when first asked in this process. */
  soundness: oc.input(z.object({ id })).output(runSoundness),
  /** Where its results are, of a run that has them in a folder; null for one that has them in the workspace. */
  folder: oc.input(z.object({ id })).output(runFolderState.nullable()),
  /** Its folder is somewhere else now. Returns when every file there has been compared: RESULTS_MOVED, RESULTS_INVALID. */
  moveFolder: oc.input(z.object({ runId: id, folder: pathText })).output(nothing),
  /** Measures again what is not what was measured; returns at once. */
  repair: oc.input(z.object({ id })).output(run),
  /** What one run has beyond another, by a metric: docs/comparing-runs.md. Computed when asked for. */
  compare: oc.input(runsRequest).output(runsCompared),
  /** Time and disk, beside what the runs before it had let expect. */
  took: oc.input(z.object({ id })).output(runTook),
  /** How many tokens its statements have, of the pairs that are measured by then. */
  lengths: oc.input(z.object({ id })).output(z.array(statementLength)),
  /** What it has found; null where that has not been computed: nothing is computed for a list. */
  finding: oc.input(z.object({ id })).output(lastFinding.nullable()),
  /** What is to be known of the pairs beside their numbers. */
  quality: oc.input(z.object({ id })).output(runQuality),
  /** How many of its pairs have another alignment by hand now than it measured them with. */
  corrected: oc.input(z.object({ id })).output(z.object({ pairs: z.int() })),
  /** How fast runs of this workspace went, and how much its disk has left: what a plan is judged by. */
  costs: oc.output(runCosts),
  /** How small a difference it could see, which is not planned yet. */
  power: oc.input(runPowerRequest).output(runPower),
  /** The same as `quality` of a run that is not planned yet: pairs are tokenised, nothing is computed. The last item is all of it. */
  check: oc.input(runCheckRequest).output(eventIterator(runCheck)),
};
