/** Models that are being added, as the engine reports them. */
import { SvelteMap } from 'svelte/reactivity';
import type { ModelJob, NewModel } from '../../../shared/entities.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { client } from '../engine/client.ts';
import { followFeed } from '../engine/follow-feed.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { navigation } from '../navigation/navigation.svelte.ts';

class ModelJobFeed {
  /** The last report on each job since the workbench started, but for those that were dismissed. */
  readonly reports = new SvelteMap<string, ModelJob>();
  readonly #requests = new Map<string, NewModel>();
  readonly active = $derived([...this.reports.values()].filter(({ state }) => state === 'running'));
  /** They stay in sight until a person has read them. */
  readonly failed = $derived([...this.reports.values()].filter(({ state }) => state === 'failed'));

  /** Those that have come since they were last forgotten. */
  readonly arrived = $derived([...this.reports.values()].filter(({ state }) => state === 'done'));

  /** Listens until `signal` aborts. */
  follow(signal: AbortSignal): Promise<void> {
    return followFeed(
      {
        name: 'the feed of models that are added',
        open: (aborting) => client.models.jobs(undefined, { signal: aborting }),
        take: (job) => this.#take(job),
        startOver: () => {
          this.reports.clear();
          void queryClient.invalidateQueries({ queryKey: orpc.models.key() });
        },
      },
      signal,
    );
  }

  /**
   * Begins to add a model; how it goes, the reports tell.
   * @throws ORPCError as `models.add`
   */
  async add(request: NewModel): Promise<void> {
    const { jobId } = await client.models.add(request);
    this.#requests.set(jobId, request);
  }

  /** Whether it was begun in this window, which then knows what was asked for. */
  canRetry({ jobId }: ModelJob): boolean {
    return this.#requests.has(jobId);
  }

  async retry({ jobId }: ModelJob): Promise<void> {
    const request = this.#requests.get(jobId);
    if (request === undefined) return;
    try {
      await this.add(request);
      this.dismiss(jobId);
    } catch (error) {
      showError(error);
    }
  }

  async cancel(job: ModelJob): Promise<void> {
    try {
      await client.models.cancel({ jobId: job.jobId });
    } catch (error) {
      showError(error);
    }
  }

  dismiss(jobId: string): void {
    this.reports.delete(jobId);
  }

  forgetArrived(): void {
    for (const { jobId } of this.arrived) this.dismiss(jobId);
  }

  #take(job: ModelJob): void {
    const before = this.reports.get(job.jobId);
    this.reports.set(job.jobId, job);
    if (job.state === 'running') return;
    void queryClient.invalidateQueries({ queryKey: orpc.models.key() });
    if (before?.state === 'running') announceEnd(job);
    if (job.state === 'cancelled') this.reports.delete(job.jobId);
  }
}

/** The models page shows by itself what came and what did not. */
function announceEnd({ name, state }: ModelJob): void {
  const here = navigation.route;
  if (here?.room === 'models') return;
  const projectId = here !== null && 'projectId' in here ? here.projectId : undefined;
  if (state === 'done') {
    const run = (): void => navigation.go({ room: 'model', projectId, name });
    toasts.show(`${name} is here`, { action: { label: 'Open', run } });
  } else if (state === 'cancelled') toasts.show(`Adding ${name} was cancelled`);
  else {
    const run = (): void => navigation.go({ room: 'models', projectId });
    toasts.show(`${name} could not be added`, { tone: 'error', action: { label: 'See why', run } });
  }
}

export const modelJobs = new ModelJobFeed();
