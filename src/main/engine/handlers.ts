/** The contract, each procedure answered by the engine's service of that name. */
import { implement } from '@orpc/server';
import { changedBy } from '../../shared/changes.ts';
import { contract } from '../../shared/contract.ts';
import type { Caller } from './changes/change-feed.ts';
import { TABLE_MIME_TYPES } from '../../shared/tables.ts';
import { toContractError, withContractErrors } from './contract-errors.ts';
import type { Engine } from './engine.ts';
import { piecesInBase64, inBase64 } from './exports/base64-pieces.ts';
import { zippedNotebook } from './exports/zipped-notebook.ts';
import { freeBytesBeside } from './files/free-bytes.ts';
import { whileWaiting } from './threads/background.ts';

/** The router that every shell serves. A procedure that is missing here does not compile. */
export function createRouter(engine: Engine) {
  const {
    changes,
    workspace,
    backups,
    projects,
    sets,
    texts,
    models,
    jobs,
    runs,
    pairs,
    tokensOfPairs,
    setTokens,
    patchedPairs,
    aggregates,
    analyses,
    itemViews,
    textReadings,
    circuits,
    heads,
    exports,
    reports,
    bundles,
    columns,
    views,
    marks,
    drafts,
  } = engine;
  const { quick, slow } = engine.readings;
  /** Questions over all rows of a run, which from then on are asked of columns. */
  const ofColumns = ({ runId }: { readonly runId: number }) => {
    columns.expect(runId);
    return quick;
  };
  const os = implement(contract)
    .$context<{ readonly caller?: Caller }>()
    .use(async ({ next, path, context }) => {
      try {
        const answer = await whileWaiting(async () => next());
        changes.tell(changedBy(path), context.caller);
        return answer;
      } catch (error) {
        throw toContractError(error);
      }
    });

  return os.router({
    workspace: {
      info: os.workspace.info.handler(() => workspace.info()),
      flagThresholds: os.workspace.flagThresholds.handler(() => workspace.flagThresholds()),
      device: os.workspace.device.handler(() => workspace.device()),
      setDevice: os.workspace.setDevice.handler(({ input }) => workspace.setDevice(input)),
      setFlagThresholds: os.workspace.setFlagThresholds.handler(({ input }) =>
        workspace.setFlagThresholds(input),
      ),
      backUp: os.workspace.backUp.handler(() => backups.make()),
      changes: os.workspace.changes.handler(({ context, signal }) => changes.listen(context.caller, signal)),
    },

    projects: {
      list: os.projects.list.handler(() => projects.list()),
      finding: os.projects.finding.handler(async ({ input }) => {
        const found = await quick.findingOfProject(input.id);
        return found && { ...found, values: found.values?.map((row) => [...row]) ?? null };
      }),
      contents: os.projects.contents.handler(() => quick.projectContents()),
      create: os.projects.create.handler(({ input }) => projects.create(input)),
      update: os.projects.update.handler(({ input }) => projects.update(input)),
      remove: os.projects.remove.handler(({ input }) => projects.remove(input)),
      restore: os.projects.restore.handler(({ input }) => projects.restore(input)),
    },

    sets: {
      bundled: os.sets.bundled.handler(() => sets.bundled()),
      list: os.sets.list.handler(({ input }) => sets.listCounted(input)),
      get: os.sets.get.handler(({ input }) => sets.get(input)),
      addBundled: os.sets.addBundled.handler(({ input }) => sets.addBundled(input)),
      create: os.sets.create.handler(({ input }) => sets.create(input)),
      update: os.sets.update.handler(({ input }) => sets.update(input)),
      remove: os.sets.remove.handler(({ input }) => sets.remove(input)),
      restore: os.sets.restore.handler(({ input }) => sets.restore(input)),
      previewImport: os.sets.previewImport.handler(({ input }) => sets.previewImport(input)),
      beginUpload: os.sets.beginUpload.handler(({ input }) => sets.beginUpload(input)),
      appendUpload: os.sets.appendUpload.handler(({ input }) => sets.appendUpload(input)),
      discardUpload: os.sets.discardUpload.handler(({ input }) => sets.discardUpload(input)),
      import: os.sets.import.handler(({ input }) => sets.startImport(input)),
      pairs: os.sets.pairs.handler(({ input }) => sets.grid.pairs(input)),
      pairIds: os.sets.pairIds.handler(({ input }) => sets.grid.pairIds(input)),
      tokenCounts: os.sets.tokenCounts.handler(({ input: { setId, model, ids } }) =>
        setTokens.ofPairs(setId, model, ids),
      ),
      pairOverview: os.sets.pairOverview.handler(({ input }) => sets.grid.pairOverview(input)),
      looksOfPair: os.sets.looksOfPair.handler(({ input }) => sets.grid.looksOfPair(input)),
      change: os.sets.change.handler(({ input }) => sets.grid.change(input)),
      previewReplacement: os.sets.previewReplacement.handler(({ input }) =>
        sets.grid.previewReplacement(input),
      ),
      undoChange: os.sets.undoChange.handler(({ input }) => sets.grid.undoChange(input)),
      redoChange: os.sets.redoChange.handler(({ input }) => sets.grid.redoChange(input)),
      parts: os.sets.parts.handler(({ input }) => sets.grid.parts(input)),
      clusters: os.sets.clusters.handler(({ input }) => sets.grid.clusters(input)),
      find: os.sets.find.handler(({ input, signal }) => slow.findPairs(input, signal)),
      compareVersions: os.sets.compareVersions.handler(({ input }) => sets.grid.compareVersions(input)),
      history: os.sets.history.handler(({ input }) => sets.grid.history(input)),
      copyPairs: os.sets.copyPairs.handler(({ input }) => sets.grid.copyPairs(input)),
      export: os.sets.export.handler(({ input: { setId, ...how } }) =>
        withContractErrors(sets.grid.pieces({ id: setId, ...how })),
      ),
      addPair: os.sets.addPair.handler(({ input }) => sets.addPair(input)),
      cueLexicon: os.sets.cueLexicon.handler(({ input }) => sets.cueLexicon(input)),
      saveCueLexicon: os.sets.saveCueLexicon.handler(({ input }) => sets.saveCueLexicon(input)),
      editPair: os.sets.editPair.handler(({ input }) => sets.editPair(input)),
      removePairs: os.sets.removePairs.handler(({ input }) => sets.removePairs(input)),
      restorePairs: os.sets.restorePairs.handler(({ input }) => sets.restorePairs(input)),
    },

    texts: {
      bundled: os.texts.bundled.handler(() => texts.bundled()),
      list: os.texts.list.handler(({ input }) => texts.listCounted(input)),
      get: os.texts.get.handler(({ input }) => texts.get(input)),
      addBundled: os.texts.addBundled.handler(({ input }) => texts.addBundled(input)),
      create: os.texts.create.handler(({ input }) => texts.create(input)),
      update: os.texts.update.handler(({ input }) => texts.update(input)),
      remove: os.texts.remove.handler(({ input }) => texts.remove(input)),
      restore: os.texts.restore.handler(({ input }) => texts.restore(input)),
      previewImport: os.texts.previewImport.handler(({ input }) => texts.previewImport(input)),
      import: os.texts.import.handler(({ input }) => texts.startImport(input)),
      texts: os.texts.texts.handler(({ input }) => texts.texts(input)),
      addText: os.texts.addText.handler(({ input }) => texts.addText(input)),
      editText: os.texts.editText.handler(({ input }) => texts.editText(input)),
      removeTexts: os.texts.removeTexts.handler(({ input }) => texts.removeTexts(input)),
      restoreTexts: os.texts.restoreTexts.handler(({ input }) => texts.restoreTexts(input)),
    },

    models: {
      list: os.models.list.handler(() => models.list()),
      curated: os.models.curated.handler(() => models.curated()),
      detail: os.models.detail.handler(({ input }) => models.detail(input)),
      devices: os.models.devices.handler(() => models.devices()),
      add: os.models.add.handler(({ input }) => models.add(input)),
      remove: os.models.remove.handler(({ input }) => models.remove(input)),
      probe: os.models.probe.handler(({ input, signal }) => models.probe(input, signal)),
      probeValues: os.models.probeValues.handler(({ input }) => models.probeValues(input)),
      predictions: os.models.predictions.handler(({ input, signal }) =>
        textReadings.predictions(input, signal),
      ),
      attribution: os.models.attribution.handler(({ input, signal }) =>
        textReadings.attribution(input, signal),
      ),
      lens: os.models.lens.handler(({ input, signal }) => textReadings.lens(input, signal)),
    },

    jobs: {
      feed: os.jobs.feed.handler(({ signal }) => withContractErrors(jobs.listen(signal))),
      cancel: os.jobs.cancel.handler(async ({ input }) => {
        await jobs.cancel(input.jobId);
        return {};
      }),
    },

    runs: {
      list: os.runs.list.handler(async ({ input }) =>
        runs.asTheyAre(await quick.runsOfProject(input.projectId)),
      ),
      get: os.runs.get.handler(({ input }) => runs.get(input)),
      create: os.runs.create.handler(({ input }) => runs.create(input)),
      start: os.runs.start.handler(({ input }) => runs.start(input)),
      cancel: os.runs.cancel.handler(({ input }) => runs.cancel(input)),
      remove: os.runs.remove.handler(({ input }) => runs.remove(input)),
      restore: os.runs.restore.handler(({ input }) => runs.restore(input)),
      errors: os.runs.errors.handler(({ input }) => quick.errorsOfRun(input.id)),
      soundness: os.runs.soundness.handler(({ input }) => runs.soundness(input)),
      folder: os.runs.folder.handler(({ input }) => engine.runFolders.state(input)),
      moveFolder: os.runs.moveFolder.handler(({ input }) => engine.runFolders.move(input)),
      repair: os.runs.repair.handler(({ input }) => runs.repair(input)),
      compare: os.runs.compare.handler(({ input, signal }) => engine.comparisons.compare(input, signal)),
      finding: os.runs.finding.handler(({ input }) => quick.findingOfRun(input.id)),
      lengths: os.runs.lengths.handler(({ input }) => slow.lengthsOfRun(input.id)),
      took: os.runs.took.handler(({ input }) => slow.tookOfRun(input.id)),
      quality: os.runs.quality.handler(({ input }) => quick.qualityOfRun(input.id)),
      corrected: os.runs.corrected.handler(({ input }) => quick.correctedOfRun(input.id)),
      costs: os.runs.costs.handler(async () => ({
        paces: await quick.runPaces(),
        freeBytes: await freeBytesBeside(engine.store.path),
      })),
      power: os.runs.power.handler(({ input }) => quick.powerBefore(input)),
      check: os.runs.check.handler(({ input, signal }) => withContractErrors(runs.check(input, signal))),
    },

    results: {
      page: os.results.page.handler(({ input, signal }) => ofColumns(input).resultsPage(input, signal)),
      count: os.results.count.handler(({ input, signal }) => ofColumns(input).resultsCount(input, signal)),
      facet: os.results.facet.handler(({ input, signal }) => ofColumns(input).resultsFacet(input, signal)),
      pairIds: os.results.pairIds.handler(({ input, signal }) =>
        ofColumns(input).resultsPairIds(input, signal),
      ),
      pairs: os.results.pairs.handler(({ input, signal }) => ofColumns(input).resultsPairs(input, signal)),
      heads: os.results.heads.handler(({ input, signal }) => ofColumns(input).resultsHeads(input, signal)),
      deciles: os.results.deciles.handler(({ input, signal }) =>
        ofColumns(input).resultsDeciles(input, signal),
      ),
      neighbours: os.results.neighbours.handler(({ input, signal }) =>
        ofColumns(input).resultsNeighbours(input, signal),
      ),
      limits: os.results.limits.handler(({ input, signal }) => ofColumns(input).resultsLimits(input, signal)),
      histograms: os.results.histograms.handler(({ input, signal }) =>
        ofColumns(input).resultsHistograms(input, signal),
      ),
      labels: os.results.labels.handler(({ input }) => quick.resultsLabels(input)),
      values: os.results.values.handler(({ input, signal }) => quick.values(input, signal)),
      flagRates: os.results.flagRates.handler(({ input, signal }) => quick.flagRates(input, signal)),
    },

    marks: {
      list: os.marks.list.handler(({ input }) => marks.list(input)),
      set: os.marks.set.handler(({ input }) => marks.set(input)),
    },

    drafts: {
      get: os.drafts.get.handler(({ input }) => drafts.get(input)),
      save: os.drafts.save.handler(({ input }) => drafts.save(input)),
    },

    views: {
      list: os.views.list.handler(({ input }) => views.list(input)),
      save: os.views.save.handler(({ input }) => views.save(input)),
      remove: os.views.remove.handler(({ input }) => views.remove(input)),
      restore: os.views.restore.handler(({ input }) => views.restore(input)),
    },

    pairs: {
      statements: os.pairs.statements.handler(({ input }) => pairs.statements(input)),
      detail: os.pairs.detail.handler(({ input }) => pairs.detail(input)),
      maps: os.pairs.maps.handler(({ input }) => pairs.maps(input)),
      smallMaps: os.pairs.smallMaps.handler(({ input, signal }) => pairs.smallMaps(input, signal)),
      patched: os.pairs.patched.handler(({ input, signal }) => patchedPairs.heads(input, signal)),
      patchedHead: os.pairs.patchedHead.handler(({ input, signal }) => patchedPairs.head(input, signal)),
      tokens: os.pairs.tokens.handler(({ input }) => tokensOfPairs.tokens(input)),
      align: os.pairs.align.handler(({ input }) => tokensOfPairs.align(input)),
      aligned: os.pairs.aligned.handler(({ input }) => tokensOfPairs.aligned(input)),
      correctAlignment: os.pairs.correctAlignment.handler(({ input }) => pairs.correctAlignment(input)),
    },

    aggregates: {
      groups: os.aggregates.groups.handler(({ input }) => quick.groupsOfRun(input.runId)),
      rows: os.aggregates.rows.handler(({ input }) => aggregates.rows(input)),
      soFar: os.aggregates.soFar.handler(async ({ input }) => {
        const { mean, against, ...counts } = await quick.meansSoFar(input);
        return { ...counts, mean: mean.map((row) => [...row]), against: against.map((row) => [...row]) };
      }),
      design: os.aggregates.design.handler(({ input }) => quick.comparisonDesign(input)),
    },

    analyses: {
      list: os.analyses.list.handler(({ input }) => analyses.list(input)),
      get: os.analyses.get.handler(({ input }) => analyses.get(input)),
      create: os.analyses.create.handler(({ input, signal }) => analyses.create(input, signal)),
      start: os.analyses.start.handler(({ input }) => analyses.start(input)),
      cancel: os.analyses.cancel.handler(({ input }) => analyses.cancel(input)),
      remove: os.analyses.remove.handler(({ input }) => analyses.remove(input)),
      restore: os.analyses.restore.handler(({ input }) => analyses.restore(input)),
      costs: os.analyses.costs.handler(async ({ input }) => ({
        paces: await quick.analysisPaces(input.kind),
      })),
      pairsOfForm: os.analyses.pairsOfForm.handler(({ input }) => quick.pairsOfForm(input)),
      finding: os.analyses.finding.handler(({ input }) => analyses.finding(input)),
      firstFigure: os.analyses.firstFigure.handler(({ input }) => analyses.firstFigure(input)),
      errors: os.analyses.errors.handler(({ input }) => analyses.errors(input)),
      result: os.analyses.result.handler(({ input }) => analyses.result(input)),
      table: os.analyses.table.handler(({ input }) => analyses.table(input)),
      values: os.analyses.values.handler(async ({ input }) => {
        analyses.get(input);
        const { positions, sources, values } = await quick.itemValues(input);
        return { positions: [...positions], sources: [...sources], values: [...values] };
      }),
      texts: os.analyses.texts.handler(({ input }) => itemViews.texts(input)),
      item: os.analyses.item.handler(({ input }) => itemViews.item(input)),
    },

    circuits: {
      token: os.circuits.token.handler(({ input, signal }) => circuits.token(input, signal)),
      induction: os.circuits.induction.handler(({ input, signal }) => circuits.induction(input, signal)),
    },

    heads: {
      catalogue: os.heads.catalogue.handler(({ input }) => heads.catalogue(input)),
      curves: os.heads.curves.handler(({ input }) => heads.curves(input)),
      file: os.heads.file.handler(({ input }) => heads.file(input)),
    },

    exports: {
      metricsTable: os.exports.metricsTable.handler(({ input }) =>
        withContractErrors(inBase64(exports.metricsTable(input))),
      ),
      aggregatesTable: os.exports.aggregatesTable.handler(async ({ input }) => {
        const { format } = input;
        return new Blob([await exports.aggregatesTable(input)], { type: TABLE_MIME_TYPES[format] });
      }),
      report: os.exports.report.handler(
        async ({ input }) => new Blob([await reports.write(input)], { type: 'text/html;charset=utf-8' }),
      ),
      notebook: os.exports.notebook.handler(({ input }) =>
        withContractErrors(piecesInBase64(zippedNotebook(engine, input))),
      ),
      tensors: os.exports.tensors.handler(({ input }) =>
        withContractErrors(piecesInBase64(exports.tensors(input))),
      ),
      figure: os.exports.figure.handler(({ input }) => exports.figure(input)),
    },

    bundles: {
      write: os.bundles.write.handler(({ input }) =>
        withContractErrors(piecesInBase64(bundles.write(input))),
      ),
      add: os.bundles.add.handler(({ input, signal }) => bundles.readFile(input, signal)),
    },
  });
}
