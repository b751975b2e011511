/** Analyses that are at work, as jobs: where they are shown, and what changes when one ends. */
import { isolated } from '../../../core/isolated.ts';
import { isOfComparison, type RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { client } from '../engine/client.ts';
import { invalidateButFindings, orpc, queryClient, showError } from '../engine/server-state.ts';
import { type JobScreens, jobFeed } from '../jobs/job-feed.svelte.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { openRun } from '../runs/open-run.ts';
import { startAnalysis } from './analysis-actions.ts';
import { isListed, targetOf } from './kinds.ts';

async function open({ subject: { analysisId, runId, analysisKind } }: Job): Promise<void> {
  try {
    // What a screen asks for by itself, such as the statistics of a run, is shown where the run is.
    if (runId !== undefined && !isListed(analysisKind ?? '')) return await openRun(runId);
    if (analysisId === undefined) return;
    const { visit } = navigation;
    const target = targetOf(await client.analyses.get({ id: analysisId }));
    if (target !== null && navigation.visit === visit) navigation.go(target);
  } catch (error) {
    showError(error);
  }
}

export const analysisJobs: JobScreens = {
  open: (job) => void open(job),
  isNews: isAsked,
  resume: async ({ subject: { analysisId } }) => {
    if (analysisId !== undefined) await startAnalysis(analysisId);
  },
  reported(job, before) {
    if (before?.state === job.state) return;
    void invalidateButFindings('analyses');
    // The list of runs says what the statistics of each have found.
    if (job.state === 'done' && job.subject.runId !== undefined && job.subject.analysisKind === 'statistics')
      void queryClient.invalidateQueries({
        queryKey: orpc.runs.finding.key({ input: { id: job.subject.runId } }),
      });
    // A list of projects says what the statistics of a run have found.
    if (!isActive(job) && !isAsked(job))
      void queryClient.invalidateQueries({ queryKey: orpc.projects.key() });
    if (isActive(job) || before === undefined || !isActive(before)) return;
    if (isAsked(job) && job.state !== 'cancelled' && !isInSight(job)) announceEnd(job);
  },
};

/** The last report on an analysis, if it was started since the workbench was. */
export function jobOfAnalysis(analysisId: number): Job | undefined {
  return jobFeed.last(({ kind, subject }) => kind === 'analysis' && subject.analysisId === analysisId);
}

/** The statistics of a run that are being computed just now. */
export function statisticsOfRun(runId: number): Job | undefined {
  return allStatisticsOfRun(runId)[0];
}

/** All of them: groups are computed side by side. */
export function allStatisticsOfRun(runId: number): Job[] {
  return jobFeed.active.filter(
    ({ kind, subject }) =>
      kind === 'analysis' && subject.runId === runId && subject.analysisKind === 'statistics',
  );
}

/** This comparison of two runs, and no other of them, where it is being computed just now. */
export function comparisonOfRuns(request: RunsRequest): Job | undefined {
  return jobFeed.active.find(({ kind, subject }) => kind === 'analysis' && isOfComparison(subject, request));
}

/** Not what a screen asked for by itself. */
function isAsked({ subject: { runId, analysisKind } }: Job): boolean {
  return runId === undefined || isListed(analysisKind ?? '');
}

function isInSight({ subject: { analysisId } }: Job): boolean {
  const here = navigation.route;
  return here !== null && 'analysisId' in here && here.analysisId === analysisId;
}

function announceEnd(job: Job): void {
  toasts.show(job.state === 'done' ? `${isolated(job.title)} is done` : `${isolated(job.title)} failed`, {
    tone: job.state === 'done' ? 'neutral' : 'error',
    action: { label: 'Open', run: () => void open(job) },
  });
}
