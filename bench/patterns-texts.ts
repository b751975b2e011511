/** Token ids to measure patterns with, of the bundled everyday-english. */
import { resourcesDir } from '../src/main/engine/paths.ts';
import type { Engine } from '../src/main/engine/engine.ts';
import type { LoadedModel } from '../src/main/engine/models/library.ts';
import { bundledTexts } from '../src/main/engine/texts/bundled-texts.ts';

export const PATTERNS_MODEL = 'all-MiniLM-L6-v2';
const WINDOW = 128;

/** So many sentences, the set again from its beginning where it ends; the shortest first, as a set of texts is gone through. */
export function sentencesOf({ tokenizer }: LoadedModel, count: number): number[][] {
  const ids = bundledTexts(resourcesDir(), 'everyday-english').map(({ text }) => [
    ...(tokenizer?.encode(text ?? '') ?? []),
  ]);
  return Array.from({ length: count }, (_, at) => ids[at % ids.length] ?? []).toSorted(
    (a, b) => a.length - b.length,
  );
}

/** The sentences one after the other, cut every so many tokens; special tokens where the tokenizer puts them. */
export function windowsOf(sentences: readonly (readonly number[])[], count: number): number[][] {
  const [first = []] = sentences;
  const [begin, end] = [first[0] ?? 0, first.at(-1) ?? 0];
  const stream = sentences.flatMap((ids) => ids.slice(1, -1));
  return Array.from({ length: count }, (_, at) => [
    begin,
    ...Array.from({ length: WINDOW - 2 }, (_, k) => stream[(at * 61 + k) % stream.length] ?? begin),
    end,
  ]);
}

/** Looks for patterns in all of them, and leaves the result in the engine's workspace. */
export async function analysePatterns(
  engine: Engine,
  texts: readonly (readonly number[])[],
  model = PATTERNS_MODEL,
): Promise<void> {
  const projectId = engine.defaultProject().id;
  const { id } = await engine.analyses.create({
    projectId,
    kind: 'patterns',
    model,
    inputs: { texts },
  });
  const { state, done } = await engine.analyses.finish({ id });
  if (state !== 'done' || done !== texts.length)
    throw new Error(`the analysis ended ${state} with ${done} texts`);
}
