/**
 * Two projects of a home's workspace besides the one that is there: project 2, of Hebrew pairs and texts with Hebrew names; project 3, of
 * names of more than 60 characters, forty labels and pairs of more than 100 tokens. Each has a run of each of its sets,
 * statistics, every kind of analysis that lists of them show, notes, a saved view and a figure of several begun.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { runOptions } from '../src/shared/entities.ts';
import { NAME_PAIRS } from './stored-pairs.ts';

const [, , home = ''] = process.argv;
const HEADER = 'original,counterfactual,neutral,label,cluster';

const HEBREW_START =
  'כשחזרנו הביתה מן הים בערב הקר ההוא, ישבנו סביב האש וסיפרנו זה לזה על כל מה שקרה באותו היום הארוך';
const HEBREW = {
  project: 'מיזם (עברית) #1',
  description: 'מה עושה השלילה [לא] למשפט? (ראשון)',
  model: 'דגם-תווים [עברית] #2',
  from: 'char-he',
  sets: {
    'שלילה (עבר) [א] #1': [
      'הילד אכל,הילד לא אכל,הילד אז אכל,עבר [1],הילד אכל',
      'האיש הלך,האיש לא הלך,האיש אז הלך,עבר [1],האיש הלך',
      'הילדה שרה,הילדה לא שרה,הילדה אז שרה,הווה (2),הילדה שרה',
      'הכלב ישן,הכלב לא ישן,הכלב אז ישן,הווה (2),הכלב ישן',
    ],
    'ארוכים #2 (מאה תווים)': ['שמחים', 'עייפים'].map(
      (word) =>
        `"${HEBREW_START}, והיינו ${word}.","${HEBREW_START}, ולא היינו ${word}.","${HEBREW_START}, ואז היינו ${word}.",ארוך (1),${word}`,
    ),
  },
  texts: [
    'סיפורים [ב] (ראשון)',
    ['בלילה ההוא לא ישן איש בכפר.', 'החלון פונה אל הגינה (בבית).', 'כמה עולה הכרטיס?'],
  ],
  label: 'הסבר (א)',
  note: 'נבדק (פעמיים) #1',
  view: 'גדולים [>0.2] (א)',
  panel: 'מפה (א) #1',
} as const;

const ENGLISH_START =
  'when they came to the house they sat down and told one another all that had been said of the old man and of her, and who it was that they had seen on the way down to the water. '.repeat(
    2,
  );
/** Of more than 60 characters. */
const longName = (of: string) =>
  `${of} of everything that was ever asked about negation, in every order, second try`;
const LONG = {
  project: longName('The project'),
  description: `${longName('A description')}. `.repeat(3),
  model: longName('a-model').replaceAll(/[, ]+/g, '-'),
  from: 'attn-only-2l',
  sets: {
    [longName('The set of forty labels')]: Array.from({ length: 40 }, (_, at) => {
      const word = ['tall', 'late', 'kind', 'here', 'old', 'glad', 'sure', 'calm'][at % 8] ?? '';
      const who = ['She', 'He', 'It', 'Ada', 'Noah'][at % 5] ?? '';
      return `${who} is ${word}.,${who} is not ${word}.,${who} is now ${word}.,"${longName(`label ${at + 1}`)}",${who} ${word}`;
    }),
    [longName('The set of long pairs')]: ['tall', 'kind', 'late'].map(
      (word) =>
        `"${ENGLISH_START}She is ${word}.","${ENGLISH_START}She is not ${word}.","${ENGLISH_START}She is now ${word}.",of ${word},${word}`,
    ),
  },
  texts: [
    longName('The texts'),
    [ENGLISH_START, 'The window looks out on the garden.', ENGLISH_START.replaceAll(' ', '')],
  ],
  label: longName('label'),
  note: `${longName('Looked at the run')}. `.repeat(4),
  view: longName('The view'),
  panel: longName('The map'),
} as const;

/** Of the kinds of lists; `pairs` and `texts`: the set that each takes. */
const KINDS = {
  negation: 'pairs',
  patterns: 'texts',
  norms: 'texts',
  'query-key': 'pairs',
  ablation: 'pairs',
  'path-patching': 'pairs',
  patching: 'pairs',
  attribution: 'pairs',
  lens: 'pairs',
  neurons: 'texts',
  bigrams: 'texts',
  induction: 'texts',
} as const;
/** Kinds that need a part of a model that one of attention alone has not. */
const NEEDS_NEURONS: ReadonlySet<string> = new Set(['neurons', 'norms']);

async function analysed(engine: Engine, request: Parameters<Engine['analyses']['create']>[0]): Promise<void> {
  const { id } = await engine.analyses.create(request);
  const { state, error } = await engine.analyses.finish({ id });
  if (state !== 'done')
    throw new Error(`${request.kind} of project ${request.projectId} is ${state}: ${JSON.stringify(error)}`);
}

async function make(engine: Engine, data: typeof HEBREW | typeof LONG): Promise<void> {
  const folder = join(home, data.from);
  mkdirSync(folder);
  const model = join(folder, 'model');
  cpSync(join(resourcesDir(), 'models', data.from), model, { recursive: true });
  const { jobId } = await engine.models.add({ from: 'folder', folder: model, name: data.model });
  await engine.jobs.ended(jobId);
  const { id: projectId } = engine.projects.create({ name: data.project, description: data.description });

  const sets: number[] = [];
  const runs: number[] = [];
  for (const [name, lines] of Object.entries(data.sets)) {
    const file = join(folder, 'pairs.csv');
    writeFileSync(file, [HEADER, ...lines].join('\n'));
    const { id: setId } = await engine.sets.resolve({ projectId, nameOrPath: file });
    await engine.sets.update({ id: setId, name, description: data.description });
    sets.push(setId);
    const options = runOptions.parse({});
    const run = await engine.runs.create({
      projectId,
      setId,
      controlSetId: null,
      model: data.model,
      options,
    });
    const { state } = await engine.runs.finish({ id: run.id });
    if (state !== 'done') throw new Error(`the run of ${name} is ${state}`);
    await engine.aggregates.rows({ runId: run.id, group: '' });
    runs.push(run.id);
  }
  const [texts, lines] = data.texts;
  const file = join(folder, 'texts.csv');
  writeFileSync(file, ['text,label', ...lines.map((line) => `"${line}","${data.label}"`)].join('\n'));
  const { id: textSetId } = await engine.texts.resolve({ projectId, nameOrPath: file });
  await engine.texts.update({ id: textSetId, name: texts, description: data.description });

  const [runId = 0] = runs;
  for (const [kind, of] of Object.entries(KINDS)) {
    const subject = of === 'texts' ? { textSetId } : { setId: sets[0] };
    const other = data.from === 'attn-only-2l' && NEEDS_NEURONS.has(kind);
    await analysed(engine, {
      projectId,
      kind,
      model: other ? 'char-en' : data.model,
      ...subject,
      // The model of Hebrew knows fewer letters than sequences have tokens.
      options: kind === 'induction' ? { length: 20 } : {},
    });
  }
  // Letters are no names: of the model of Hebrew there is none.
  if (data.from === 'attn-only-2l') {
    const names = join(folder, `${longName('names')}.csv`);
    writeFileSync(names, NAME_PAIRS);
    const { id: setId } = await engine.sets.resolve({ projectId, nameOrPath: names });
    await analysed(engine, { projectId, kind: 'catalogue', model: data.model, setId });
  }
  await analysed(engine, { projectId, kind: 'effects', runId });

  engine.marks.set({ projectId, thing: { of: 'run', runId }, note: data.note, pinned: true });
  engine.marks.set({
    projectId,
    thing: { of: 'head', model: data.model, layer: 1, head: 1 },
    note: data.note,
    pinned: true,
  });
  engine.views.save({
    projectId,
    room: 'results',
    name: data.view,
    query: 'where=attention_js_divergence>=0.2',
  });
  const { pairs } = await engine.sets.pairs({ setId: sets[0] ?? 0, offset: 0, limit: 1 });
  const pairId = pairs[0]?.id ?? 0;
  engine.marks.set({ projectId, thing: { of: 'pair', pairId }, note: data.note, pinned: false });
  const panel = (map: string) => ({
    figure: { kind: 'pair-map', runId, pairId, layer: 1, head: 1, map },
    span: 1,
    title: data.panel,
  });
  const text = JSON.stringify({
    kind: 'composition',
    panels: [panel('pattern_original'), panel('pattern_counterfactual')],
  });
  engine.drafts.save({ of: 'figure', id: projectId, text });
}

const engine = await openEngine({ home, shell: 'cli' });
try {
  engine.defaultProject();
  for (const data of [HEBREW, LONG]) await make(engine, data);
} finally {
  await engine.close();
}
