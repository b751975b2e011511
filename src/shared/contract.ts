/**
 * The one list of what the engine can be asked. Clients and handlers derive their types from it; a handler that is
 * missing does not compile. Errors cross as ORPCError with `code` from errors.ts and `data` = its details.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  columnText,
  descriptionText,
  fileNameText,
  labelText,
  LARGEST,
  listOf,
  modelText,
  MOST,
  nameText,
  pageFields as page,
  pastedText,
  pathText,
  place,
  position,
  searchText,
  sentenceText,
  textText,
  wordText,
} from '../core/bounds.ts';
import {
  aggregateRow,
  comparisonDesign,
  bundledSet,
  columnChoice,
  curatedModel,
  flagThresholds,
  id,
  importPreview,
  metricName,
  model,
  modelDetail,
  modelProbe,
  modelRemoval,
  newModel,
  pair,
  pairDetail,
  project,
  resultFilter,
  resultRow,
  resultSort,
  ROLES,
  run,
  runItemError,
  runFlagRates,
  runOptions,
  hashedSentenceSet,
  sentenceSet,
  statisticsRequest,
  valueKind,
  valueProbe,
} from './entities.ts';
import { runsRequest } from '../core/analyses/compared-runs/runs-spec.ts';
import { MAPS_OVER, SMALL_MAP_CELLS, SMALL_MAPS } from '../core/figures/pair-maps.ts';
import { METRIC_NAMES } from '../core/metrics/catalogue.ts';
import { CHANGING_PARTS } from './changes.ts';
import { inductionCircuit, inductionCircuitRequest, tokenCircuit, tokenCircuitRequest } from './circuits.ts';
import { analysisCosts, analysisCostsRequest } from './analysis-costs.ts';
import { analysis, analysisTable, itemValues, itemValuesRequest, newAnalysis } from './analyses.ts';
import { deviceChoice, deviceListing } from './devices.ts';
import { foundPair, pairSearch } from './found-pairs.ts';
import { headCatalogue, headCurves, headRequest, headsExportRequest, headsRequest } from './heads.ts';
import { itemRequest, itemTexts, itemTextsRequest } from './item-view.ts';
import { job } from './jobs.ts';
import { attributionRequest, lensGrid, lensRequest, predictions } from './predictions.ts';
import { lastFinding } from './last-finding.ts';
import { patchedHead, patchedHeadRequest, patchedPair, patchedPairRequest } from './patched-pair.ts';
import { runCheck, runCheckRequest, runQuality } from './pair-quality.ts';
import {
  bundledTextSet,
  hashedTextSet,
  storedText,
  textFileChoice,
  textImportPreview,
  textSet,
} from './texts.ts';
import { runCosts } from './run-costs.ts';
import { runFolderState } from './run-folders.ts';
import { runTook } from './run-took.ts';
import { runsCompared } from './runs-compared.ts';
import {
  controlLimits,
  decilesRequest,
  headLine,
  headLinesRequest,
  histogramsRequest,
  limitsRequest,
  metricHistogram,
  neighboursRequest,
  pairLine,
  pairLinesRequest,
  pairsByDecile,
  resultNeighbours,
} from './results.ts';
import { runSoundness } from './run-soundness.ts';
import { mark, markWords, newMark } from './marks.ts';
import { draft, draftPlace, newDraft } from './drafts.ts';
import { pairTokens, pairTokensRequest } from './pair-tokens.ts';
import { runPower, runPowerRequest } from './run-power.ts';
import { newView, savedView, viewsRequest } from './saved-views.ts';
import {
  copiedPairs,
  looksOfPair,
  pairOverview,
  pairsCopy,
  pairView,
  replacement,
  replacementPreview,
  setChangeRequest,
  setChangeResult,
  setHistory,
  versionsCompared,
  versionsRequest,
} from './set-pairs.ts';
import { cueLexicon, LANGUAGES } from '../core/negation/lexicon.ts';
import { figureFormat, figureScale, drawable, figureTheme, STANDARD_SCALE } from './figures.ts';
import { filePiece64, tableFormat, tablePiece } from './tables.ts';

const nothing = z.object({});
const cueLexiconOfSet = z.object({
  language: z.enum(LANGUAGES),
  words: z.array(z.string()),
  /** Whether the set has one of its own. */
  isOwn: z.boolean(),
});
const binary = z.instanceof(Blob);
/** Of a file that a person has chosen. */
const fileBytes = z
  .int()
  .min(0)
  .max(LARGEST.offset * 1024);
const filePiece = binary.refine(({ size }) => size <= 2 ** 20, 'more than 1 MiB in one piece');
const values = z.array(z.number().nullable());
const role = z.enum(ROLES);
const pairIds = listOf(id, MOST.pairs, 'pairs').min(1);
const textIds = listOf(id, MOST.texts, 'texts').min(1);
const typedText = { text: textText.min(1), label: labelText.nullable() };
const positionPairs = listOf(z.tuple([position, position]), MOST.tokens, 'positions');
const texts = {
  original: sentenceText.min(1),
  counterfactual: sentenceText.min(1),
  label: labelText.nullable(),
  /** Absent: none, or that of the pair that is edited. */
  neutral: sentenceText.nullable().optional(),
  cluster: labelText.nullable().optional(),
  /** What is marked in the counterfactual: words of it with ; between them. */
  cues: sentenceText.nullable().optional(),
  scope: sentenceText.nullable().optional(),
  /** What should follow the original, and what would follow the counterfactual. */
  answer: labelText.nullable().optional(),
  wrongAnswer: labelText.nullable().optional(),
};

export const contract = {
  workspace: {
    info: oc.output(
      z.object({
        storePath: z.string(),
        home: z.string(),
        pairlensVersion: z.string(),
        ortVersion: z.string(),
        shell: z.enum(['electron', 'browser', 'cli']),
        /** No request to the Hub is made. */
        offline: z.boolean(),
      }),
    ),
    flagThresholds: oc.output(flagThresholds),
    setFlagThresholds: oc.input(flagThresholds).output(flagThresholds),
    /** What models are computed on where nothing else is said. */
    device: oc.output(z.object({ device: deviceChoice })),
    setDevice: oc.input(z.object({ device: deviceChoice })).output(z.object({ device: deviceChoice })),
    /** Copies the workspace, as it is at that moment, beside itself: a job. Returns where the copy is. */
    /** `sound`: whether the pages of the copy are; those of a damaged workspace are damaged in its copy too. */
    backUp: oc.output(z.object({ path: z.string(), sound: z.boolean() })),
    /** What other windows change, from now on: the parts of this contract to be asked again (shared/changes.ts). */
    changes: oc.output(eventIterator(z.enum(CHANGING_PARTS))),
  },

  projects: {
    list: oc.output(z.array(project)),
    create: oc.input(z.object({ name: nameText, description: descriptionText.default('') })).output(project),
    /** Of its latest run; null without one that is done. Nothing is computed for it. */
    finding: oc.input(z.object({ id })).output(lastFinding.nullable()),
    update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(project),
    remove: oc.input(z.object({ id })).output(nothing),
    restore: oc.input(z.object({ id })).output(project),
  },

  sets: {
    bundled: oc.output(z.array(bundledSet)),
    list: oc.input(z.object({ projectId: id })).output(z.array(sentenceSet)),
    get: oc.input(z.object({ id })).output(hashedSentenceSet),
    addBundled: oc.input(z.object({ projectId: id, name: wordText })).output(sentenceSet),
    create: oc
      .input(z.object({ projectId: id, name: nameText, description: descriptionText.default('') }))
      .output(sentenceSet),
    update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(sentenceSet),
    remove: oc.input(z.object({ id })).output(nothing),
    restore: oc.input(z.object({ id })).output(sentenceSet),

    /** What the beginning of a file shows: the browser sends as much, the desktop names the file. */
    previewImport: oc
      .input(
        z.object({
          fileName: fileNameText,
          columns: columnChoice.optional(),
          file: z.union([z.object({ beginning: filePiece, bytes: fileBytes }), z.object({ path: pathText })]),
        }),
      )
      .output(importPreview),
    /** A page sends a file in pieces of at most `pieceBytes`, and imports it when all have come. */
    beginUpload: oc
      .input(z.object({ fileName: fileNameText, bytes: fileBytes }))
      .output(z.object({ uploadId: z.string(), pieceBytes: z.int() })),
    appendUpload: oc
      .input(z.object({ uploadId: wordText, offset: fileBytes, content: filePiece }))
      .output(z.object({ received: z.int() })),
    discardUpload: oc.input(z.object({ uploadId: wordText })).output(nothing),
    /**
     * Starts to import a file and returns at once; the feed of jobs tells how it goes, and the set is there when it is
     * done. A file with a problem is refused whole: the job fails with SET_INVALID and the report as details.
     */
    import: oc
      .input(
        z.object({
          projectId: id,
          name: nameText,
          columns: columnChoice.optional(),
          /** As the preview found them: what is said of them now is kept for the next file that has the same. */
          found: listOf(columnText, MOST.columns, 'columns').optional(),
          file: z.union([z.object({ uploadId: wordText }), z.object({ path: pathText })]),
        }),
      )
      .output(z.object({ jobId: z.string(), setId: id })),

    pairs: oc
      .input(z.object({ setId: id, ...pairView.shape, ...page }))
      .output(z.object({ total: z.int(), pairs: z.array(pair) })),
    /** The ids of the pairs at places `from` to `to` of a view, at most 100,000. */
    pairIds: oc
      .input(z.object({ setId: id, ...pairView.shape, from: page.offset, to: page.offset }))
      .output(z.array(id)),
    /** What there is to look at in the pairs of a set, and where in a view. */
    pairOverview: oc.input(z.object({ setId: id, ...pairView.shape })).output(pairOverview),
    looksOfPair: oc.input(z.object({ setId: id, id })).output(looksOfPair),
    /** Whatever is done to the pairs of a set, in one go that `undoChange` takes back. */
    change: oc.input(setChangeRequest).output(setChangeResult),
    previewReplacement: oc.input(z.object({ ids: pairIds, replacement })).output(replacementPreview),
    /** Changes of a set are taken back from the last one on: CONFLICT for another. */
    undoChange: oc.input(z.object({ changeId: id })).output(nothing),
    redoChange: oc.input(z.object({ changeId: id })).output(nothing),
    history: oc.input(z.object({ setId: id })).output(setHistory),
    /** What a set has in one version and has not, or has otherwise, in another. */
    compareVersions: oc.input(versionsRequest).output(versionsCompared),
    /** Names of clusters, the most frequent first: the first thousand. */
    clusters: oc.input(z.object({ setId: id })).output(z.array(z.string())),
    /** A set of its own of some pairs. */
    copyPairs: oc.input(pairsCopy).output(copiedPairs),
    /** As a file that can be imported again, in pieces; of some pairs, or of all. */
    export: oc
      .input(z.object({ setId: id, ids: pairIds.optional(), format: z.enum(['csv', 'jsonl']) }))
      .output(eventIterator(z.string())),
    /** In all sets of a project. */
    find: oc.input(pairSearch).output(z.array(foundPair)),
    addPair: oc.input(z.object({ setId: id, ...texts })).output(pair),
    /** The words that negations of a set are found by: its own, or those of the language that its texts are in. */
    cueLexicon: oc.input(z.object({ setId: id })).output(cueLexiconOfSet),
    /** Of the set alone, or of its language in the whole workspace; null: as it was before anybody edited it. */
    saveCueLexicon: oc
      .input(z.object({ setId: id, of: z.enum(['set', 'language']), words: cueLexicon.nullable() }))
      .output(cueLexiconOfSet),
    /** Stored results keep the pair as it was: the edited one is a new row in the same place. */
    editPair: oc.input(z.object({ id, ...texts })).output(pair),
    removePairs: oc.input(z.object({ ids: pairIds })).output(nothing),
    restorePairs: oc.input(z.object({ ids: pairIds })).output(nothing),
  },

  /** Sets of texts, for analyses that compare nothing. Files are sent with `sets.beginUpload` and what follows it. */
  texts: {
    bundled: oc.output(z.array(bundledTextSet)),
    list: oc.input(z.object({ projectId: id })).output(z.array(textSet)),
    get: oc.input(z.object({ id })).output(hashedTextSet),
    addBundled: oc.input(z.object({ projectId: id, name: wordText })).output(textSet),
    create: oc
      .input(z.object({ projectId: id, name: nameText, description: descriptionText.default('') }))
      .output(textSet),
    update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(textSet),
    remove: oc.input(z.object({ id })).output(nothing),
    restore: oc.input(z.object({ id })).output(textSet),
    /** What the beginning of a file, or of what was pasted, shows. */
    previewImport: oc
      .input(
        textFileChoice.extend({
          fileName: fileNameText,
          file: z.union([z.object({ beginning: filePiece, bytes: fileBytes }), z.object({ path: pathText })]),
        }),
      )
      .output(textImportPreview),
    /** As `sets.import`; what is pasted is read as a file of running text. */
    import: oc
      .input(
        textFileChoice.extend({
          projectId: id,
          name: nameText,
          file: z.union([
            z.object({ uploadId: wordText }),
            z.object({ path: pathText }),
            z.object({ pasted: pastedText }),
          ]),
        }),
      )
      .output(z.object({ jobId: z.string(), setId: id })),
    texts: oc
      .input(z.object({ setId: id, search: searchText.default(''), ...page }))
      .output(z.object({ total: z.int(), texts: z.array(storedText) })),
    addText: oc.input(z.object({ setId: id, ...typedText })).output(storedText),
    /** Stored results keep the text as it was: the edited one is a new row in the same place. */
    editText: oc.input(z.object({ id, ...typedText })).output(storedText),
    removeTexts: oc.input(z.object({ ids: textIds })).output(nothing),
    restoreTexts: oc.input(z.object({ ids: textIds })).output(nothing),
  },

  models: {
    /** The bundled models, those that were added, and folders that runs of this workspace have used. */
    list: oc.output(z.array(model)),
    /** Models of the Hub worth having, whether or not they are here. */
    curated: oc.output(z.array(curatedModel)),
    detail: oc.input(z.object({ name: modelText })).output(modelDetail),
    /** What can compute models, each tried, and of what is not on this machine why. */
    devices: oc.output(z.array(deviceListing)),
    /** Starts to add a model and returns at once; the feed of jobs tells how it goes. It is compiled at the end. */
    add: oc.input(newModel).output(z.object({ jobId: z.string() })),
    /**
     * Removes an added model: its compiled form and, of one from the Hub, its files; a folder that was added stays as it
     * is. CONFLICT with details {runs} (their ids) while runs of this workspace refer to it, unless another model that is
     * here has its weights and tokenizer, or `keepResults`: then runs and results stay without the weights. CONFLICT
     * also while something computes with it.
     */
    remove: oc
      .input(z.object({ name: modelText, keepResults: z.boolean().default(false) }))
      .output(modelRemoval),
    /**
     * All attention patterns on one input, as the bytes of a safetensors file: `pattern`, float32
     * [layers, heads, query, key], and in the metadata `tokens`, the JSON of Token[], and `causal`, 'true' of a decoder,
     * whose mask forbids what is above the diagonal.
     */
    probe: oc.input(modelProbe).output(binary),
    /** A map of the values of one head on one input (core/figures/pair-maps): `values`, float32 [n, n], in such a file. */
    probeValues: oc.input(valueProbe).output(binary),
    /** What a model with a language-model head foretells at every token of one input. */
    predictions: oc.input(modelProbe).output(predictions),
    /**
     * What a prediction comes from: `heads` [layer, head], `by_source` and `attention` [layer, head, token], `mlp` [layer], float32 in
     * such a file, logits but for attention; in the metadata `facts`, the JSON of attributionFacts.
     */
    attribution: oc.input(attributionRequest).output(binary),
    /** The logit lens on one input, by layer and position. */
    lens: oc.input(lensRequest).output(lensGrid),
  },

  jobs: {
    /** Progress of all that takes long, from now on; the present state first. */
    feed: oc.output(eventIterator(job)),
    /** Returns when it has stopped. What was done stays: batches of a run, files of a download. */
    cancel: oc.input(z.object({ jobId: wordText })).output(nothing),
  },

  runs: {
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
    /** What it has found, in one sentence; null where that has not been computed: nothing is computed for a list. */
    finding: oc.input(z.object({ id })).output(z.string().nullable()),
    /** What is to be known of the pairs beside their numbers. */
    quality: oc.input(z.object({ id })).output(runQuality),
    /** How fast runs of this workspace went, and how much its disk has left: what a plan is judged by. */
    costs: oc.output(runCosts),
    /** How small a difference it could see, which is not planned yet. */
    power: oc.input(runPowerRequest).output(runPower),
    /** The same as `quality` of a run that is not planned yet: pairs are tokenised, nothing is computed. The last item is all of it. */
    check: oc.input(runCheckRequest).output(eventIterator(runCheck)),
  },

  results: {
    page: oc
      .input(z.object({ runId: id, filter: resultFilter, sort: resultSort, ...page }))
      .output(z.array(resultRow)),
    count: oc
      .input(z.object({ runId: id, filter: resultFilter }))
      .output(z.object({ rows: z.int(), pairs: z.int(), heads: z.int() })),
    /** Every pair of which a head passes, in the order of the run. */
    pairIds: oc.input(z.object({ runId: id, filter: resultFilter })).output(z.array(id)),
    /** A page of pairs of which a head passes. Sorted by a metric, a pair stands where its furthest head does. */
    pairs: oc.input(pairLinesRequest).output(z.array(pairLine)),
    /** Every head at which a pair passes, by layer and head. */
    heads: oc.input(headLinesRequest).output(z.array(headLine)),
    /** The pairs of one head by a metric: the two largest, one of each decile, the smallest. Never only the top. */
    deciles: oc.input(decilesRequest).output(pairsByDecile),
    /** The lines before and after one, in the order of the list that it was opened from. */
    neighbours: oc.input(neighboursRequest).output(resultNeighbours),
    /** What 95 % of the control stay within, by head: its neutrals, else its control set. */
    limits: oc.input(limitsRequest).output(controlLimits),
    histograms: oc.input(histogramsRequest).output(z.array(metricHistogram)),
    labels: oc.input(z.object({ runId: id })).output(z.array(z.string().nullable())),
    /** The values of one metric at one head over the pairs of the run, in the set's order; null: undefined. */
    values: oc
      .input(z.object({ runId: id, metric: metricName, layer: place, head: place }))
      .output(z.object({ set: values, neutral: values, control: values })),
    /** How often the set raises each flag, and its control, whatever thresholds the workspace has. */
    flagRates: oc.input(z.object({ runId: id, thresholds: flagThresholds })).output(runFlagRates),
  },

  /** Views of a room that have a name. */
  views: {
    list: oc.input(viewsRequest).output(z.array(savedView)),
    /** One that has the name already is this one from then on. */
    save: oc.input(newView).output(savedView),
    remove: oc.input(z.object({ id })).output(nothing),
    restore: oc.input(z.object({ id })).output(savedView),
  },

  /** Notes and pins. */
  marks: {
    /** Of a project, what was changed last first. */
    list: oc.input(z.object({ projectId: id })).output(z.array(mark)),
    /** Returns what stood there before. '' and not pinned takes both away. */
    set: oc.input(newMark).output(markWords),
  },

  pairs: {
    /** `role` 'neutral': the original with its neutral; absent: with its counterfactual, of set or control. */
    detail: oc.input(z.object({ runId: id, pairId: id, role: role.optional() })).output(pairDetail),
    /**
     * The maps of one head as the bytes of a safetensors file, float32, from core/checkpoints/safetensors:
     * pattern_original [n, n], pattern_counterfactual [n', n'] (query, key), pattern_difference [m, m] on the aligned
     * grid, and the two maps [n, n], [n', n'] of the kind of `values` (core/figures/pair-maps); with view 'words' over
     * words. Labels of rows and columns are those of pairs.detail, and so is whether the mask of a decoder forbids the cells
     * above the diagonal; the metadata has it, too, as `causal`.
     */
    maps: oc
      .input(
        z.object({
          runId: id,
          pairId: id,
          role: role.optional(),
          layer: place,
          head: place,
          view: z.enum(['tokens', 'words']).default('tokens'),
          values: valueKind.default('centred'),
          /** 'layer': patterns are means over the heads of the layer, whichever head is named, and there are no values. */
          over: z.enum(MAPS_OVER).default('head'),
        }),
      )
      .output(binary),
    /**
     * One map of every head, float32: heads [layers, heads, p, p] and means over the heads of a layer [layers, p, p], of the
     * difference with the tokens that only one statement has after the aligned ones. NaN where a decoder's mask forbids a cell
     * or neither statement has both tokens. Of more than `most` tokens each row and column stands for a block of them, and has
     * the value farthest from 0.
     */
    smallMaps: oc
      .input(
        z.object({
          runId: id,
          pairId: id,
          role: role.optional(),
          map: z.enum(SMALL_MAPS),
          view: z.enum(['tokens', 'words']).default('tokens'),
          most: z.int().min(SMALL_MAP_CELLS.least).max(SMALL_MAP_CELLS.most),
        }),
      )
      .output(binary),
    /** Computed live, while runs and analyses compute: what each head restores of one pair, and what one does by position. */
    patched: oc.input(patchedPairRequest).output(patchedPair),
    patchedHead: oc.input(patchedHeadRequest).output(patchedHead),
    /** What the tokenizer of any model makes of a pair, and how it would be aligned: no run is needed. */
    tokens: oc.input(pairTokensRequest).output(pairTokens),
    /** Stores a person's alignment and computes the pair's metrics in this run anew; null goes back to the method. */
    correctAlignment: oc
      .input(z.object({ runId: id, pairId: id, positions: positionPairs.nullable() }))
      .output(pairDetail),
  },

  aggregates: {
    /** Labels that pairs of the set carry: the groups beside the whole set. */
    groups: oc.input(z.object({ runId: id })).output(z.array(z.string())),
    /** Every head, of one metric or two; or one head, `at`, of any metrics. Computed when first asked for. */
    rows: oc
      .input(
        statisticsRequest
          .extend({
            /** Absent: all metrics. */
            metrics: listOf(metricName, METRIC_NAMES.length, 'metrics').optional(),
            at: z.object({ layer: place, head: place }).optional(),
          })
          .refine(({ metrics, at }) => at !== undefined || (metrics !== undefined && metrics.length <= 2), {
            message: 'one metric or two of all heads at a time, or any number at one head',
            path: ['metrics'],
          }),
      )
      .output(z.array(aggregateRow)),
    /** Means at every head over the pairs of a run that are measured by now: to look at, for there is no test in it. */
    soFar: oc.input(z.object({ runId: id, metric: metricName })).output(
      z.object({
        baseline: z.enum(['neutral', 'control', 'none']),
        pairs: z.int(),
        compared: z.int(),
        mean: z.array(values),
        against: z.array(values),
      }),
    ),
    /** What is compared with what: pairs, strata, clusters, what is left out, balance. */
    design: oc.input(statisticsRequest).output(comparisonDesign),
  },

  /** Whatever the kind: core/registries/analyses.ts says which there are. The feed of jobs tells how far one is. */
  analyses: {
    /** Those that a person has started, of one kind or of all; the newest first. */
    list: oc.input(z.object({ projectId: id, kind: wordText.optional() })).output(z.array(analysis)),
    get: oc.input(z.object({ id })).output(analysis),
    /** Plans one: what does not fit the model or the options is said here. */
    create: oc.input(newAnalysis).output(analysis),
    /** Starts or resumes; returns at once. Those that use a model, and runs, wait for each other. */
    start: oc.input(z.object({ id })).output(analysis),
    /** Between batches; what is done stays done. */
    cancel: oc.input(z.object({ id })).output(analysis),
    remove: oc.input(z.object({ id })).output(nothing),
    restore: oc.input(z.object({ id })).output(analysis),
    /** How long earlier ones of the kind took, and what they left on the disk: what a new one is judged by. */
    costs: oc.input(analysisCostsRequest).output(analysisCosts),
    /** What one that is done has found, in one sentence. */
    finding: oc.input(z.object({ id })).output(z.string()),
    /** The items that failed, and why. */
    errors: oc
      .input(z.object({ id }))
      .output(z.array(z.object({ position: z.int(), code: z.string(), message: z.string() }))),
    /** What it came to, as the bytes of core/analyses/tensor-file.ts. */
    result: oc.input(z.object({ id })).output(binary),
    table: oc.input(z.object({ id, table: wordText })).output(analysisTable),
    /** One number of each of its items, of kinds that keep what was computed of them. */
    values: oc.input(itemValuesRequest).output(itemValues),
    /** What some of its items are made of, as lines of text. */
    texts: oc.input(itemTextsRequest).output(z.array(itemTexts)),
    /**
     * One item with the attention of one head, as the bytes of a safetensors file: `pattern_0`, `pattern_1`, …, float32
     * [n, n] query, key, of its statements in their order; in the metadata `statements`, the JSON of {name, tokens: Token[],
     * marks}[], and `causal`, 'true' of a decoder. It is computed with the model of the analysis.
     */
    item: oc.input(itemRequest).output(binary),
  },

  /** What a person has begun and not finished. */
  drafts: {
    get: oc.input(draftPlace).output(draft),
    save: oc.input(newDraft).output(nothing),
  },

  /** Circuits in the weights of a model, looked at live: nothing is stored. */
  circuits: {
    /** One token as each end of a circuit: of W_E W_U, or of the OV or the QK circuit of a head. */
    token: oc.input(tokenCircuitRequest).output(tokenCircuit),
    /** The induction circuit of an attention-only model on a text: each step with its number, and what is left without it. */
    induction: oc.input(inductionCircuitRequest).output(inductionCircuit),
  },

  /** What is known of the heads of a model, from all analyses and runs that a project has of it. */
  heads: {
    catalogue: oc.input(headsRequest).output(headCatalogue),
    /** Curves and points of one head, by analysis. */
    curves: oc.input(headRequest).output(headCurves),
    /** heads.csv or heads.html. */
    file: oc.input(headsExportRequest).output(z.string()),
  },

  exports: {
    /** The table of what the filter shows, in pieces. */
    metricsTable: oc
      .input(z.object({ runId: id, filter: resultFilter, sort: resultSort, format: tableFormat }))
      .output(eventIterator(tablePiece)),
    aggregatesTable: oc.input(statisticsRequest.extend({ format: tableFormat })).output(binary),
    /** A run as one page of HTML that needs nothing beside it. */
    report: oc
      .input(z.object({ runId: id, metric: metricName.default('attention_js_divergence') }))
      .output(binary),
    /** A notebook with the tables that it loads, as one zip archive in pieces. */
    notebook: oc
      .input(z.object({ runId: id, metric: metricName.default('attention_js_divergence') }))
      .output(eventIterator(filePiece64)),
    /** The activations that a run keeps, as a safetensors file in pieces; RUN_STATE for a run that keeps none. */
    tensors: oc.input(z.object({ runId: id })).output(eventIterator(filePiece64)),
    figure: oc
      .input(
        z.object({
          spec: drawable,
          format: figureFormat,
          theme: figureTheme,
          scale: figureScale.default(STANDARD_SCALE),
        }),
      )
      // The file, and the codes of characters that no font of the machine has: it shows these.
      .output(z.object({ file: binary, withoutFont: z.array(z.string()) })),
  },

  bundles: {
    /** A run as one file that another workspace can take in, in pieces. */
    write: oc.input(z.object({ runId: id, tensors: z.boolean() })).output(eventIterator(filePiece64)),
    /** Takes in the run of a bundle; BUNDLE_INVALID where its hashes differ. A page sends the file by `sets.beginUpload`. */
    add: oc
      .input(
        z.object({
          projectId: id,
          file: z.union([z.object({ uploadId: wordText }), z.object({ path: pathText })]),
        }),
      )
      .output(z.object({ runId: id })),
  },
};

export type Contract = typeof contract;
