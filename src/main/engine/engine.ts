/**
 * The engine: what owns inference and the store, whichever shell it serves. Its services take and return the types of
 * the contract.
 */
import { join, resolve } from 'node:path';
import type { Project } from '../../shared/entities.ts';
import { PairlensError } from '../../shared/errors.ts';
import { AggregateService } from './aggregates/service.ts';
import type { AnalysisWorks } from './analyses/analysis-work.ts';
import { ANALYSIS_WORKS } from './registries/analyses.ts';
import { ResultsOfRuns } from './analyses/results-of-runs.ts';
import { HeadService } from './heads/service.ts';
import { TextReadings } from './attribution/text-readings.ts';
import { CircuitService } from './circuits/service.ts';
import { ItemViews } from './analyses/item-views.ts';
import { AnalysisService } from './analyses/service.ts';
import { BackupService } from './backup.ts';
import { BundleService } from './bundles/service.ts';
import { RunsComparedService } from './compared-runs/service.ts';
import { ChangeFeed } from './changes/change-feed.ts';
import { ExportService } from './exports/service.ts';
import { keepHomePrivate } from './files/private-files.ts';
import { Hub } from './hub/hub.ts';
import { type Environment, isOffline } from './hub/settings.ts';
import { Uploads } from './imports/uploads.ts';
import { ModelLibrary, type ModelLibraryOptions } from './models/library.ts';
import { Jobs } from './jobs/jobs.ts';
import { openingAsJobs } from './models/open-as-job.ts';
import { OpenModels } from './models/open-models.ts';
import { Probes } from './models/probes.ts';
import { ModelService } from './models/service.ts';
import { removeUnfinished } from './models/unfinished-folders.ts';
import { PairService } from './pairs/service.ts';
import { SetTokens } from './pairs/set-tokens.ts';
import { TokensOfPair } from './pairs/tokens-of-pair.ts';
import { PatchedPairs } from './patched/service.ts';
import { readingsHere, readingsInThreads } from './open-readings.ts';
import { defaultHome, defaultStorePath, resourcesDir } from './paths.ts';
import { ProjectService } from './projects.ts';
import type { EngineReadings } from './readings.ts';
import { Drafts } from './drafts.ts';
import { Marks } from './marks.ts';
import { SavedViews } from './saved-views.ts';
import { ColumnsLaidOut } from './results/lay-out-columns.ts';
import { ReportService } from './reports/service.ts';
import { ResultsService } from './results/service.ts';
import { RunFolderService } from './run-folders/service.ts';
import { RunIntegrity } from './runs/run-integrity.ts';
import { RunService } from './runs/service.ts';
import { SetService } from './sets/service.ts';
import { AnalysisShardService } from './analysis-shards/service.ts';
import { ShardService } from './shards/service.ts';
import {
  openReadableStore,
  openStore,
  type ReadableStore,
  refuseWrites,
  type Store,
} from './store/database.ts';
import { readDeviceSetting } from './store/device-setting.ts';
import { markAnalysesInterrupted } from './store/analyses.ts';
import { dropHalfPlannedAnalyses } from './store/drop-analyses.ts';
import { markInterrupted } from './store/runs.ts';
import { removeUnfinishedSets } from './store/unfinished-sets.ts';
import { removeUnseenRuns } from './store/unseen-runs.ts';
import { TextService } from './texts/service.ts';
import { type Shell, WorkspaceService } from './workspace.ts';

export interface EngineOptions {
  /** Where workspaces and compiled models live; the platform's data folder unless told. */
  readonly home?: string | undefined;
  /** The workspace's file; <home>/workspaces/default.sqlite unless told. */
  readonly storePath?: string | undefined;
  readonly shell: Shell;
  /** Says how the Hub is reached: docs/models.md; the process's own unless told. */
  readonly environment?: Environment | undefined;
  /** The kinds of analyses there are; those of the registry unless told. */
  readonly works?: AnalysisWorks | undefined;
  /** What models are computed on; as this machine has it, unless told. */
  readonly computing?: Pick<ModelLibraryOptions, 'devices' | 'openSession' | 'halvesFrom'> | undefined;
  /** Opens beside another process, or from a read-only folder; what would write throws STORE_READONLY. */
  readonly readonly?: boolean | undefined;
}

export interface Engine {
  readonly store: ReadableStore;
  /** All that takes long. */
  readonly jobs: Jobs;
  readonly workspace: WorkspaceService;
  readonly projects: ProjectService;
  readonly models: ModelService;
  readonly sets: SetService;
  readonly texts: TextService;
  readonly runs: RunService;
  readonly results: ResultsService;
  readonly runFolders: RunFolderService;
  /** Metrics by column, which results are read from. */
  readonly columns: ColumnsLaidOut;
  readonly views: SavedViews;
  readonly marks: Marks;
  readonly drafts: Drafts;
  readonly pairs: PairService;
  readonly tokensOfPairs: TokensOfPair;
  readonly setTokens: SetTokens;
  readonly patchedPairs: PatchedPairs;
  readonly aggregates: AggregateService;
  readonly comparisons: RunsComparedService;
  readonly analyses: AnalysisService;
  readonly itemViews: ItemViews;
  readonly textReadings: TextReadings;
  readonly circuits: CircuitService;
  readonly heads: HeadService;
  readonly exports: ExportService;
  readonly reports: ReportService;
  readonly bundles: BundleService;
  readonly shards: ShardService;
  readonly analysisShards: AnalysisShardService;
  readonly backups: BackupService;
  /** What windows change, for the others. */
  readonly changes: ChangeFeed;
  /** What takes long where the workspace is large, in threads of their own where others wait for the engine. */
  readonly readings: EngineReadings;
  /** The first project of the workspace, made if there is none. */
  defaultProject(): Project;
  /** Stops what is running, between batches, and what is being added; closes models and store. */
  close(): Promise<void>;
}

/**
 * Opens the workspace. Runs that a process left behind when it was killed are marked as interrupted, to be resumed.
 * @throws PairlensError STORE_INVALID, STORE_NEWER, STORE_READONLY, STORE_BUSY, DISK_FULL; FILE_NOT_FOUND when it is to
 * be read only and is not there
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const home = resolve(options.home ?? defaultHome());
  keepHomePrivate(home);
  const path = options.storePath ?? defaultStorePath(home);
  if (options.readonly === true) {
    return assemble(refuseWrites(openReadableStore(path)), home, options);
  }
  const store = openStore(path);
  // Runs and analyses first: they refer to sets.
  removeUnseenRuns(store);
  store.write(dropHalfPlannedAnalyses);
  removeUnfinishedSets(store);
  store.write((database) => {
    markInterrupted(database);
    markAnalysesInterrupted(database);
  });
  const engine = assemble(store, home, options);
  await tidyModels(join(home, 'models'), engine.models);
  return engine;
}

/** Why what was left behind may stay: it cannot be removed, or an entry that says what is needed cannot be read. */
const TIDY_ANOTHER_TIME: ReadonlySet<string> = new Set([
  'FILE_UNWRITABLE',
  'FILE_UNREADABLE',
  'MODEL_INVALID',
]);

/**
 * What a compile or a download that was killed left behind is no use to anybody, but where it cannot be removed it does
 * no harm.
 */
async function tidyModels(modelsFolder: string, models: ModelService): Promise<void> {
  try {
    await removeUnfinished(modelsFolder);
    await models.tidy();
  } catch (error) {
    if (!(error instanceof PairlensError) || !TIDY_ANOTHER_TIME.has(error.code)) throw error;
  }
}

function assemble(
  store: Store,
  home: string,
  {
    shell,
    environment = process.env,
    works = ANALYSIS_WORKS,
    computing,
  }: Pick<EngineOptions, 'shell' | 'environment' | 'works' | 'computing'>,
): Engine {
  const resources = resourcesDir();
  const parts = { store, resources, works };
  // Kinds that a test brings along are not known to a thread.
  const isAlone = shell === 'cli' || works !== ANALYSIS_WORKS;
  const readings = isAlone ? readingsHere(parts) : readingsInThreads(parts);
  const { tasks } = readings;
  const library = new ModelLibrary({ home, resources, ...computing });
  const hub = new Hub({ home, environment });
  const jobs = new Jobs();
  const changes = new ChangeFeed();
  const integrity = new RunIntegrity(store);
  const openModels = new OpenModels(
    { ...openingAsJobs(jobs, library), placeOf: (stored) => library.placeOf(stored) },
    () => library.devices.orCpu(readDeviceSetting(store.database)),
  );
  const models = new ModelService({ store, library, openModels, hub, jobs });
  const projects = new ProjectService(store);
  const uploads = new Uploads(store);
  const setTokens = new SetTokens(store.database, library, tasks);
  const sets = new SetService(store, {
    resources,
    jobs,
    uploads,
    tokensOf: (setId, model) => setTokens.ofSet(setId, model),
  });
  const texts = new TextService(store, { resources, jobs, uploads });
  const runs = new RunService({
    store,
    models: openModels,
    library,
    jobs,
    integrity,
    readings: readings.quick,
    tasks,
  });
  const results = new ResultsService(store);
  const columns = new ColumnsLaidOut(store);
  const analyses = new AnalysisService({
    store,
    models: openModels,
    jobs,
    works,
    tasks,
    readings: readings.quick,
  });
  const aggregates = new AggregateService(
    store,
    new ResultsOfRuns({ store, jobs, works, tasks, analyses, integrity }),
  );
  const comparisons = new RunsComparedService(jobs, tasks, integrity);
  const pairs = new PairService(store, openModels, readings.quick, setTokens);
  const itemViews = new ItemViews({ store, models: openModels, works, analyses });
  const patchedPairs = new PatchedPairs(store.database, openModels);
  const textReadings = new TextReadings(openModels);
  const circuits = new CircuitService(openModels);
  const exports = new ExportService(
    store,
    {
      runs,
      results: readings.quick,
      readings: readings.quick,
      statements: readings.slow,
      pairs,
      aggregates,
      comparisons,
      analyses,
      items: itemViews,
      probes: new Probes(openModels),
      textReadings,
      circuits,
      patchedPairs,
      jobs,
    },
    { ...readings.slow, ...tasks },
  );
  return {
    store,
    jobs,
    workspace: new WorkspaceService(store, { home, shell, offline: isOffline(environment) }),
    projects,
    models,
    sets,
    texts,
    runs,
    results,
    runFolders: new RunFolderService(store, jobs),
    columns,
    views: new SavedViews(store),
    marks: new Marks(store),
    drafts: new Drafts(store),
    pairs,
    aggregates,
    comparisons,
    analyses,
    itemViews,
    tokensOfPairs: new TokensOfPair(store, openModels, setTokens),
    setTokens,
    patchedPairs,
    textReadings,
    circuits,
    heads: new HeadService({ store, works, models, readings: readings.quick }),
    backups: new BackupService(store, jobs, readings.slow),
    changes,
    exports,
    reports: new ReportService(store, {
      jobs,
      runs,
      aggregates,
      comparisonDesign: (request) => readings.quick.comparisonDesign(request),
      analyses,
      projects,
      exports,
    }),
    bundles: new BundleService(store, { jobs, runs, uploads }),
    shards: new ShardService(store, { jobs, runs, models: openModels }),
    analysisShards: new AnalysisShardService(store, { jobs, analyses, models: openModels, works, tasks }),
    readings,
    defaultProject: () => projects.default(),
    async close() {
      changes.close();
      await jobs.close();
      await columns.close();
      uploads.close();
      await openModels.close();
      // While another connection is open, the store's log cannot be folded into its file.
      await readings.close();
      store.close();
    },
  };
}
