/** Where the jobs of each kind are shown. */
import type { JobKind } from '../shared/jobs.ts';
import type { JobScreens } from './lib/jobs/job-feed.svelte.ts';
import { analysisJobs } from './lib/analyses/analysis-jobs.ts';
import { exportJobs } from './lib/runs/export-jobs.ts';
import { compileJobs, modelJobs } from './lib/models/model-jobs.svelte.ts';
import { runJobs } from './lib/runs/run-jobs.ts';
import { importJobs } from './lib/sets/import-jobs.ts';

export const JOB_SCREENS: Readonly<Record<JobKind, JobScreens>> = {
  run: runJobs,
  model: modelJobs,
  compile: compileJobs,
  analysis: analysisJobs,
  export: exportJobs,
  import: importJobs,
};
