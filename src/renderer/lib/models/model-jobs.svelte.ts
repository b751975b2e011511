/** Models that are being added or compiled, as jobs. */
import { SvelteMap } from 'svelte/reactivity';
import { isolated } from '../../../core/isolated.ts';
import type { NewModel } from '../../../shared/entities.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { type JobScreens, jobFeed } from '../jobs/job-feed.svelte.ts';
import { navigation } from '../navigation/navigation.svelte.ts';

class ModelJobs implements JobScreens {
  readonly #requests = new SvelteMap<string, NewModel>();
  readonly #all = $derived([...jobFeed.reports.values()].filter(({ kind }) => kind === 'model'));
  readonly active = $derived(this.#all.filter(isActive));
  /** They stay in sight until a person has read them. */
  readonly failed = $derived(this.#all.filter(({ state }) => state === 'failed'));
  /** Those that have come since they were last forgotten. */
  readonly arrived = $derived(this.#all.filter(({ state }) => state === 'done'));

  /**
   * Begins to add a model; how it goes, the reports tell.
   * @throws ORPCError as `models.add`
   */
  async add(request: NewModel): Promise<void> {
    const { jobId } = await client.models.add(request);
    this.#requests.set(jobId, request);
  }

  /** Whether it was begun in this window, which then knows what was asked for. */
  canRetry({ jobId }: Job): boolean {
    return this.#requests.has(jobId);
  }

  async retry({ jobId }: Job): Promise<void> {
    const request = this.#requests.get(jobId);
    if (request === undefined) return;
    try {
      await this.add(request);
      jobFeed.dismiss(jobId);
    } catch (error) {
      showError(error);
    }
  }

  forgetArrived(): void {
    for (const { jobId } of this.arrived) jobFeed.dismiss(jobId);
  }

  open(): void {
    const here = navigation.route;
    const projectId = here !== null && 'projectId' in here ? here.projectId : undefined;
    navigation.go({ room: 'models', projectId });
  }

  reported(job: Job, before: Job | undefined): void {
    if (isActive(job)) return;
    void queryClient.invalidateQueries({ queryKey: orpc.models.key() });
    if (before !== undefined && isActive(before)) announceEnd(job);
    if (job.state === 'cancelled') jobFeed.dismiss(job.jobId);
  }
}

/** The models page shows by itself what came and what did not. */
function announceEnd({ title: name, state }: Job): void {
  const here = navigation.route;
  if (here?.room === 'models') return;
  const projectId = here !== null && 'projectId' in here ? here.projectId : undefined;
  if (state === 'done') {
    const run = (): void => navigation.go({ room: 'model', projectId, name });
    toasts.show(`${isolated(name)} is here`, { action: { label: 'Open', run } });
  } else if (state === 'cancelled') toasts.show(`Adding ${isolated(name)} was stopped`);
  else {
    const run = (): void => navigation.go({ room: 'models', projectId });
    toasts.show(`${isolated(name)} could not be added`, { tone: 'error', action: { label: 'See why', run } });
  }
}

export const modelJobs = new ModelJobs();

/** A model that is compiled because somebody asked for it: who asked is told how it went. */
export const compileJobs: JobScreens = {
  open: () => modelJobs.open(),
  isNews: () => false,
  reported(job) {
    if (isActive(job)) return;
    void queryClient.invalidateQueries({ queryKey: orpc.models.key() });
  },
};
