/** From the statements of a subject to what detectors look at: token ids with their marks. */
import type { MarkedText } from '../../../../core/analyses/patterns/cells.ts';
import { patternsIds } from '../../../../core/analyses/patterns/ids.ts';
import type { PatternsOptions } from '../../../../core/analyses/patterns/options.ts';
import { hasOwn } from '../../../../core/analyses/patterns/options.ts';
import { ownMarker } from '../../../../core/analyses/patterns/own-detector.ts';
import { MARK, marksOfToken, readTokens } from '../../../../core/analyses/patterns/token-marks.ts';
import { cueTokens } from '../../../../core/negation/cue-tokens.ts';
import { type CueLexicon } from '../../../../core/negation/lexicon.ts';
import type { LoadedModel } from '../../models/library.ts';
import { lexiconOfSet, lexiconsOfWorkspace } from '../../store/cue-lexicons.ts';
import { contentHash } from '../../store/hashes.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';

export interface MarkedStatement extends MarkedText {
  /** Of the text or the pair; null of ids that were given. */
  readonly sourceId: number | null;
  /** 'text', or which statement of its pair. */
  readonly name: string;
  /** null where ids were given. */
  readonly text: string | null;
  readonly cluster: string | null;
}

/** The words that the cue detector finds: a set's own, or the workspace's of every language. [] of token ids, which have no text. */
function cuesOf({ database, subject }: AnalysisContext): CueLexicon {
  if (subject.kind === 'ids') return [];
  const ofSet = subject.kind === 'pairs' ? lexiconOfSet(database, subject.setId) : null;
  return ofSet?.isOwn === true ? ofSet.words : Object.values(lexiconsOfWorkspace(database)).flat();
}

/** '' of token ids. */
export function hashOfCues(context: AnalysisContext): string {
  const cues = cuesOf(context);
  return cues.length === 0 ? '' : contentHash([...cues]);
}

/**
 * A step for each text.
 * @throws PairlensError TOKENIZER_MISSING, INPUT_INVALID, SENTENCE_TOO_LONG naming the text; CoreError INPUT_INVALID for a
 *   regular expression that is none
 */
export function* markedStatements(
  context: AnalysisContext,
  model: LoadedModel,
  options: PatternsOptions,
): Generator<void, MarkedStatement[], void> {
  const mark = markerOf(model, options, cuesOf(context));
  if (context.subject.kind === 'ids') {
    const { texts, delimiter_ids } = patternsIds.parse(context.subject.inputs);
    const delimiters = new Set(delimiter_ids);
    return texts.map((own, at) => {
      const ids = checkedIds({ text: null, ids: own }, model, `texts[${at}]`);
      const marks = mark(null, ids);
      // Those that are given are all there are.
      ids.forEach((id, position) => {
        const others = (marks[position] ?? 0) & ~MARK.delimiter;
        marks[position] = others | (delimiters.has(id) ? MARK.delimiter : 0);
      });
      return { ids: Int32Array.from(ids), marks, sourceId: null, name: 'text', text: null, cluster: null };
    });
  }
  const marked: MarkedStatement[] = [];
  for (const [at, statement] of textsOf(context).entries()) {
    const ids = checkedIds(statement, model, `text ${at + 1}`);
    const { sourceId, side: name, cluster } = statement;
    const text = statement.ids === null ? statement.text : null;
    marked.push({ ids: Int32Array.from(ids), marks: mark(text, ids), sourceId, name, text, cluster });
    yield;
  }
  return marked;
}

/** Marks of a text's tokens; of a model without tokenizer there are none. */
function markerOf(
  { tokenizer, causal }: LoadedModel,
  options: PatternsOptions,
  cues: CueLexicon,
): (text: string | null, ids: readonly number[]) => Int32Array {
  const own = hasOwn(options) ? ownMarker(options) : () => 0;
  if (tokenizer === null) return (_, ids) => Int32Array.from(ids, (id) => own(`${id}`));
  const { specialIds, stopIds } = tokenizer;
  return (text, ids) => {
    const tokens = tokenizer.describe(text, ids);
    const read = readTokens(tokens);
    const marks = Int32Array.from(ids, (id, at) => {
      const token = read[at];
      const isSpecial = specialIds.has(id);
      const isStop = stopIds.has(id);
      return (
        (token === undefined ? 0 : marksOfToken(token) | (isSpecial ? 0 : own(token.text))) |
        (isStop ? MARK.fullStop : 0) |
        (!causal && (isSpecial || isStop) ? MARK.delimiter : 0)
      );
    });
    if (text !== null)
      for (const at of cueTokens(tokens, text, cues)) marks[at] = (marks[at] ?? 0) | MARK.cue;
    return marks;
  };
}
