/**
 * What is known of the heads of a model, from whatever analyses and runs a project has of it: the procedures of
 * `contract.heads`. It knows no kind by name: each says what it knows in its definition (core/analyses/of-heads.ts).
 */
import { subjectWords } from '../../../core/analyses/head-figures/source.ts';
import type { HeadPlace, HeadQuantity } from '../../../core/analyses/of-heads.ts';
import { isolated } from '../../../core/isolated.ts';
import { columnsOf, type HeadCatalogue, type HeadSource } from '../../../core/heads/catalogue.ts';
import { headsCsv } from '../../../core/heads/csv.ts';
import { headsHtml } from '../../../core/heads/html.ts';
import { toPlainQuantity } from '../../../core/heads/sent.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Model, Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { SentCatalogue, SentCurves } from '../../../shared/heads.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks } from '../analyses/analysis-work.ts';
import { optionsOf } from '../analyses/kinds.ts';
import { pairlensVersion } from '../paths.ts';
import { listAnalyses } from '../store/analyses.ts';
import type { ReadableStore } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import { listRuns } from '../store/runs.ts';
import type { Asked } from '../threads/readings.ts';
import type { headQuestions } from './what-is-known.ts';

export interface HeadServiceParts {
  readonly store: ReadableStore;
  readonly works: AnalysisWorks;
  readonly readings: Asked<ReturnType<typeof headQuestions>>;
  readonly models: { get(request: { readonly name: string }): Promise<Model> };
}

export interface HeadsOfModel {
  readonly projectId: number;
  readonly model: string;
}

interface Known {
  readonly source: HeadSource;
  readonly quantities: readonly HeadQuantity[];
}

/** Analyses whose numbers are held, at most. */
const MOST_KNOWN = 100;

export class HeadService {
  readonly #parts: HeadServiceParts;
  /** What an analysis knows does not change once it is done: by its number and when it ended; what was asked for last is last. */
  readonly #known = new Map<string, Promise<readonly HeadQuantity[]>>();

  constructor(parts: HeadServiceParts) {
    this.#parts = parts;
  }

  /** @throws PairlensError NOT_FOUND; MODEL_NOT_FOUND */
  async catalogue(request: HeadsOfModel): Promise<SentCatalogue> {
    const { model, known, runsWithout } = await this.#gather(request);
    return {
      model,
      known: known.map(({ source, quantities }) => ({
        source,
        quantities: quantities.map(toPlainQuantity),
      })),
      runsWithout: runsWithout.map(({ id, set }) => ({ runId: id, set: set.name })),
    };
  }

  /** Curves of one head, by analysis; what knows none is left out. @throws PairlensError NOT_FOUND */
  async curves({ layer, head, ...request }: HeadsOfModel & HeadPlace): Promise<SentCurves> {
    const model = await this.#modelOf(request);
    if (layer >= model.layers || head >= model.heads)
      throw new PairlensError(
        'NOT_FOUND',
        `${model.name} has no head ${head} in layer ${layer}: it has ${model.layers} layers of ${model.heads} heads, counted from 0`,
        { layer, head },
      );
    const { analyses } = this.#analysesOf(request.projectId, model);
    const all = await Promise.all(
      analyses.map(async ({ id, kind }) => ({
        analysisId: id,
        profiles: await this.#parts.readings.curvesOfHead({ id, kind, at: { layer, head } }),
      })),
    );
    return all
      .filter(({ profiles }) => profiles.length > 0)
      .map(({ analysisId, profiles }) => ({
        analysisId,
        profiles: structuredClone(profiles) as SentCurves[number]['profiles'],
      }));
  }

  /** The catalogue of one model or of two as a file. @throws PairlensError as {@link catalogue} */
  async file({
    projectId,
    model,
    against,
    format,
  }: HeadsOfModel & {
    readonly against?: string | undefined;
    readonly format: 'csv' | 'html';
  }): Promise<string> {
    const names = against === undefined ? [model] : [model, against];
    const catalogues: HeadCatalogue[] = [];
    for (const name of names) {
      const gathered = await this.#gather({ projectId, model: name });
      catalogues.push({ model: gathered.model, columns: columnsOf(gathered.known) });
    }
    return format === 'csv' ? headsCsv(catalogues) : headsHtml(catalogues, { pairlens: pairlensVersion() });
  }

  async #gather(request: HeadsOfModel) {
    const model = await this.#modelOf(request);
    const { analyses, runs } = this.#analysesOf(request.projectId, model);
    const known = await Promise.all(
      analyses.map(async (analysis): Promise<Known> => ({
        source: this.#sourceOf(analysis, runs),
        quantities: await this.#quantitiesOf(analysis),
      })),
    );
    const told = new Set(analyses.map(({ runId }) => runId));
    const { name, layers, heads } = model;
    return {
      model: { name, layers, heads },
      known: known.filter(({ quantities }) => quantities.length > 0),
      runsWithout: runs.filter(({ id, state }) => state === 'done' && !told.has(id)),
    };
  }

  #modelOf({ projectId, model }: HeadsOfModel): Promise<Model> {
    getProject(this.#parts.store.database, projectId);
    return this.#parts.models.get({ name: model });
  }

  /** Those of this model that are done and follow today's definitions, the newest first; and its runs. */
  #analysesOf(projectId: number, model: Model): { analyses: Analysis[]; runs: Run[] } {
    const { store, works } = this.#parts;
    // A model that nothing has been computed with has no row in the workspace yet.
    const isOf = (one: { readonly id: number } | null) => one !== null && one.id === model.id;
    const runs = listRuns(store.database, projectId).filter((run) => isOf(run.model));
    const kinds = Object.values(works)
      .filter(
        ({ definition: { ofHeads, profilesOfHead } }) =>
          ofHeads !== undefined || profilesOfHead !== undefined,
      )
      .map(({ definition }) => definition.kind);
    const analyses = listAnalyses(store.database, projectId, kinds).filter((analysis) => {
      const work = works[analysis.kind];
      if (work === undefined || analysis.state !== 'done' || analysis.version !== work.definition.version)
        return false;
      const run = runs.find(({ id }) => id === analysis.runId);
      if (!isOf(analysis.model) && run === undefined) return false;
      // Of a part of a run nothing is called.
      if (run !== undefined && run.state !== 'done') return false;
      return this.#isUsual(work, analysis);
    });
    return { analyses, runs };
  }

  #isUsual(work: AnalysisWork, { runId, options }: Analysis): boolean {
    const context: Pick<AnalysisContext, 'database' | 'runId'> = {
      database: this.#parts.store.database,
      runId,
    };
    return work.isUsual?.(context, optionsOf(work, options)) ?? true;
  }

  #sourceOf(analysis: Analysis, runs: readonly Run[]): HeadSource {
    const { definition } = this.#parts.works[analysis.kind] as AnalysisWork;
    const run = runs.find(({ id }) => id === analysis.runId);
    return {
      analysisId: analysis.id,
      kind: analysis.kind,
      title: definition.title,
      runId: analysis.runId,
      subject: run === undefined ? subjectWords(analysis) : isolated(run.set.name),
      items: analysis.done,
      unit: definition.unit,
    };
  }

  #quantitiesOf({ id, kind, finishedAt }: Analysis): Promise<readonly HeadQuantity[]> {
    const key = `${id} ${finishedAt ?? ''}`;
    const known = this.#known.get(key);
    const asked = known ?? this.#parts.readings.quantitiesOfHeads({ id, kind });
    this.#known.delete(key);
    this.#known.set(key, asked);
    if (known !== undefined) return known;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
    // What could not be read is asked for again.
    asked.catch(() => this.#known.delete(key));
    return asked;
  }
}
