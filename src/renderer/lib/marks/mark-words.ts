/** What notes and pins are called, and as what they are found. */
import { isolated, quoted } from '../../../core/isolated.ts';
import type { Mark, MarkedThing } from '../../../shared/marks.ts';
import type { CommandLine, CommandSection } from '../navigation/room.ts';
import { type Engine, asked } from '../navigation/room.ts';
import type { RouteInput } from '../navigation/route.ts';
import { listOfPairs } from '../result-lists/list-order.ts';
import { headName } from '../navigation/typed-place.ts';

/** The same for a thing and for what is kept of it. */
export function keyOf(thing: MarkedThing): string {
  switch (thing.of) {
    case 'run':
      return `run ${thing.runId}`;
    case 'pair':
      return `pair ${thing.pairId}`;
    case 'head':
      return `head ${thing.layer} ${thing.head} ${thing.model}`;
  }
}

/** "Run 3", "L5 H9 of char-en", "a pair": after "pinned". */
export function thingWords(thing: MarkedThing): string {
  switch (thing.of) {
    case 'run':
      return `Run ${thing.runId}`;
    case 'pair':
      return 'a pair';
    case 'head':
      return `${headName(thing)} of ${isolated(thing.model)}`;
  }
}

const LONGEST_NOTE = 80;

/** Of the palette: those of one kind, the pinned ones first. What is typed is looked for in the note too. */
export function markLines(marks: readonly Mark[], of: Mark['of'], projectId: number): CommandLine[] {
  const lines = marks
    .filter((mark) => mark.of === of)
    .toSorted((a, b) => Number(b.pinned) - Number(a.pinned))
    .map((mark) => ({
      text: [nameOf(mark), shortened(mark.note)].filter((part) => part !== '').join(': '),
      note: mark.pinned ? 'pinned' : 'note',
      to: placeOf(mark, projectId),
    }));
  // A pair that was edited and put back is there twice.
  return [...new Map(lines.toReversed().map((line) => [line.text, line])).values()].toReversed();
}

/** The section of the palette that a room adds for its kind of thing. */
export function markSections(of: Mark['of'], projectId: number | undefined, orpc: Engine): CommandSection[] {
  if (projectId === undefined) return [];
  return [
    {
      heading: 'Pins and notes',
      lines: asked(orpc.marks.list.queryOptions({ input: { projectId } }), (marks = []) =>
        markLines(marks, of, projectId),
      ),
    },
  ];
}

function nameOf(mark: Mark): string {
  if (mark.of !== 'pair') return thingWords(mark);
  return `Pair ${mark.position + 1} of ${quoted(mark.set)}, ${isolated(shortened(mark.counterfactual))}`;
}

function placeOf(mark: Mark, projectId: number): RouteInput {
  switch (mark.of) {
    case 'run':
      return { room: 'runs', projectId, runId: mark.runId };
    case 'pair':
      return mark.runId === null
        ? { room: 'pairs', projectId, setId: mark.setId, search: mark.original }
        : {
            room: 'pair',
            projectId,
            runId: mark.runId,
            pairId: mark.pairId,
            // j and k go through those of the run.
            list: listOfPairs({ projectId, runId: mark.runId, filter: { marked: true } }),
          };
    case 'head':
      return { room: 'head', projectId, model: mark.model, layer: mark.layer, head: mark.head };
  }
}

/** The first line, cut off where it is long. */
function shortened(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > LONGEST_NOTE ? `${line.slice(0, LONGEST_NOTE)}…` : line;
}
