/** What goes along with a run besides what was measured: notes and pins, and the views that are saved in its project. */
import { z } from 'zod';
import { addressText, descriptionText, nameText, place, wordText } from '../../../core/bounds.ts';
import { contentHash } from '../store/hashes.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from '../store/handles.ts';
import { modelsNamed } from '../store/marks.ts';
import { freeViewName } from '../store/saved-views.ts';
import type { BundleManifest } from './manifest.ts';
import { refused } from './read-bundle.ts';
import { PAIRS_OF_RUN } from './rows-of-run.ts';

const rowId = z.int().positive();
/** Of a run, a pair or a head of a model. */
const markRow = z
  .object({
    run_id: rowId.nullable(),
    pair_id: rowId.nullable(),
    model_id: rowId.nullable(),
    layer: place.nullable(),
    head: place.nullable(),
    note: descriptionText,
    pinned: z.union([z.literal(0), z.literal(1)]),
    changed_at: z.iso.datetime(),
  })
  .refine(
    ({ run_id, pair_id, model_id }) => [run_id, pair_id, model_id].filter((id) => id !== null).length === 1,
  )
  .refine(
    ({ model_id, layer, head }) =>
      (model_id === null) === (layer === null) && (layer === null) === (head === null),
  )
  .refine(({ note, pinned }) => note !== '' || pinned === 1);
const viewRow = z.object({
  room: wordText,
  name: nameText,
  query: addressText,
  created_at: z.iso.datetime(),
});
const notesOfBundle = z.object({ marks: z.array(markRow), views: z.array(viewRow) });
export type Notes = z.infer<typeof notesOfBundle>;
type MarkRow = Notes['marks'][number];
type ViewRow = Notes['views'][number];

/** As the manifest of a bundle has it. */
export function notesSummary(notes: Notes): NonNullable<BundleManifest['notes']> {
  const said = {
    marks: notes.marks.map((mark) => [
      ...[mark.run_id, mark.pair_id, mark.model_id, mark.layer, mark.head],
      ...[mark.note, mark.pinned, mark.changed_at],
    ]),
    views: notes.views.map(({ room, name, query, created_at }) => [room, name, query, created_at]),
  };
  return { marks: notes.marks.length, views: notes.views.length, sha256: contentHash(said) };
}

/** What is noted of a run, of its pairs, and of heads of a model of its name, which are put down as heads of the run's own model. */
export function notesOfRun(database: ReadableDatabase, runId: number): Notes {
  const marks = database
    .prepare<[{ run: number }], MarkRow>(
      `SELECT mark.run_id, mark.pair_id, CASE WHEN mark.model_id IS NULL THEN NULL ELSE run.model_id END AS model_id,
         mark.layer, mark.head, mark.note, mark.pinned, mark.changed_at
       FROM mark JOIN run ON run.id = :run AND run.project_id = mark.project_id JOIN model ON model.id = run.model_id
       WHERE mark.run_id = :run
         OR mark.pair_id IN (SELECT id FROM pair WHERE ${PAIRS_OF_RUN})
         OR (mark.layer < model.layers AND mark.head < model.heads
           AND mark.model_id IN (SELECT same.id FROM model AS same WHERE same.name = model.name))
       ORDER BY mark.id`,
    )
    .all({ run: runId });
  const views = prepared<ViewRow>(
    database,
    `SELECT room, name, query, created_at FROM saved_view
     WHERE project_id = (SELECT project_id FROM run WHERE id = ?) AND removed_at IS NULL ORDER BY id`,
  ).all(runId);
  return { marks: newestOfHeads(marks), views };
}

/** Two models that came to one name may each have a note of a head, and become one model here: of each head the note that was changed last. */
function newestOfHeads(marks: readonly MarkRow[]): MarkRow[] {
  const newest = new Map<string, MarkRow>();
  for (const mark of marks) {
    const head = `${mark.layer} ${mark.head}`;
    const before = newest.get(head);
    if (before === undefined || before.changed_at < mark.changed_at) newest.set(head, mark);
  }
  return marks.filter((mark) => mark.model_id === null || newest.get(`${mark.layer} ${mark.head}`) === mark);
}

/** Into the project of a bundle's own workspace, under the numbers that things have there. */
export function putNotes(database: WritableDatabase, projectId: number, { marks, views }: Notes): void {
  for (const mark of marks) insertMark(database, projectId, mark);
  for (const view of views) insertView(database, projectId, view);
}

/**
 * The notes of a bundle, as they were written.
 * @throws PairlensError BUNDLE_INVALID where they are others than the manifest tells of
 */
export function readNotes(
  database: ReadableDatabase,
  { notes: said }: Pick<BundleManifest, 'notes'>,
  { runId, name }: { readonly runId: number; readonly name: string },
): Notes | null {
  // Bundles of before have none.
  if (said === undefined) return null;
  const read = notesOfBundle.safeParse(notesOfRun(database, runId));
  const found = read.success ? notesSummary(read.data) : null;
  if (
    !read.success ||
    found?.sha256 !== said.sha256 ||
    found.marks !== said.marks ||
    found.views !== said.views
  )
    throw refused(name, 'its notes are not those that were written: the hashes differ');
  return read.data;
}

/**
 * Puts notes beside those that are here: of a head that has a note or a pin already, these stay; a view whose name is taken by another
 * gets a name of its own, and one that shows the same as one here is left out.
 * @param idOf the number that a row of the bundle has here
 * @returns how many notes were left out, because there are other words here
 */
export function takeNotes(
  database: WritableDatabase,
  projectId: number,
  { marks, views }: Notes,
  idOf: (table: 'run' | 'pair' | 'model', id: number) => number,
): number {
  let leftOut = 0;
  for (const mark of marks) {
    const here = {
      ...mark,
      run_id: mark.run_id && idOf('run', mark.run_id),
      pair_id: mark.pair_id && idOf('pair', mark.pair_id),
      model_id: mark.model_id && idOf('model', mark.model_id),
    };
    const before = noteOfHead(database, projectId, here);
    if (before === undefined) insertMark(database, projectId, here);
    else if (before !== mark.note && mark.note !== '') leftOut++;
  }
  const same = prepared(
    database,
    'SELECT 1 FROM saved_view WHERE project_id = ? AND room = ? AND query = ? AND removed_at IS NULL',
  );
  for (const view of views)
    if (same.get(projectId, view.room, view.query) === undefined)
      insertView(database, projectId, {
        ...view,
        name: freeViewName(database, { projectId, room: view.room }, view.name),
      });
  return leftOut;
}

/** What is noted of a head of this model, or of another one of its name; undefined where nothing is, and for what is no head. */
function noteOfHead(database: ReadableDatabase, projectId: number, mark: MarkRow): string | undefined {
  if (mark.model_id === null) return undefined;
  const { name } = prepared<{ name: string }>(database, 'SELECT name FROM model WHERE id = ?').get(
    mark.model_id,
  ) ?? { name: '' };
  return prepared<{ note: string }>(
    database,
    `SELECT note FROM mark WHERE project_id = ? AND layer = ? AND head = ?
       AND model_id IN (SELECT value FROM json_each(?))`,
  ).get(projectId, mark.layer, mark.head, JSON.stringify(modelsNamed(database, name).map(({ id }) => id)))
    ?.note;
}

function insertMark(database: WritableDatabase, projectId: number, mark: MarkRow): void {
  const values = Object.values(mark);
  prepared(
    database,
    `INSERT INTO mark (${Object.keys(mark).join(', ')}, project_id) VALUES (${values.map(() => '?').join(', ')}, ?)`,
  ).run(...values, projectId);
}

function insertView(database: WritableDatabase, projectId: number, view: ViewRow): void {
  prepared(
    database,
    'INSERT INTO saved_view (room, name, query, created_at, project_id) VALUES (?, ?, ?, ?, ?)',
  ).run(view.room, view.name, view.query, view.created_at, projectId);
}
