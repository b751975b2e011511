/** Whether a tokenizer's vocabulary is that of its model. */
import { z } from 'zod';
import type { TokenizerFiles } from './tokenizer-files.ts';
import { wordPieces } from './word-piece.ts';

/** More than any vocabulary has; transformers.js keeps a place for every number up to the highest. */
const MAX_ID = 10_000_000;

/** Ids by token; or, of a Unigram, [token, score] in the order of ids. */
type Vocabulary = Readonly<Record<string, number>> | readonly unknown[];

/** A hundred thousand entries are looked at in a few milliseconds; a schema of each takes a tenth of a second. */
function isVocabulary(value: unknown): value is Vocabulary {
  if (Array.isArray(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(
    (id) => typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_ID,
  );
}

const definitionSchema = z.object({
  model: z.object({
    vocab: z.custom<Vocabulary>(isVocabulary, { message: 'no vocabulary of whole, not negative ids' }),
  }),
  added_tokens: z
    .array(z.object({ id: z.int().min(0).max(MAX_ID), content: z.string() }))
    .nullish()
    .transform((added) => added ?? []),
});

/**
 * A vocabulary may have fewer tokens than the model, whose embeddings are often padded to a round number, and tokens
 * that were added later and never trained may lie beyond them. But an ordinary token must be one that the model knows;
 * and vocab.txt, which has nothing to say where it ends, must be as long as the model's vocabulary: one that is shorter
 * has been cut off.
 * @param definition tokenizer.json, or what it would be
 * @throws TypeError naming the token or the numbers; ZodError when there is no vocabulary
 */
export function checkVocabulary(definition: object, files: TokenizerFiles, vocabularySize: number): void {
  const { model, added_tokens: added } = definitionSchema.parse(definition);
  const addedIds = new Set(added.map(({ id }) => id));
  let beyond: readonly [token: string, id: number] | null = null;
  for (const [token, id] of entriesOf(model.vocab))
    if (id >= vocabularySize && !addedIds.has(id) && (beyond === null || id < beyond[1]))
      beyond = [token, id];
  if (beyond !== null)
    throw new TypeError(
      `it has the token ${JSON.stringify(beyond[0])} with id ${beyond[1]}, but by config.json the model has ` +
        `${vocabularySize} tokens`,
    );
  if (files.kind !== 'vocab.txt') return;
  // Lines, not tokens: of a token that is there twice the later line counts, and none is missing.
  const lines = wordPieces(files.vocabulary).length;
  if (Math.max(lines, ...[...addedIds].map((id) => id + 1)) < vocabularySize)
    throw new TypeError(
      `vocab.txt has ${lines} lines, but by config.json the model has ${vocabularySize} tokens; is it cut off?`,
    );
}

function* entriesOf(vocabulary: Vocabulary): Generator<readonly [token: string, id: number], void> {
  if (isList(vocabulary)) {
    for (const [id, entry] of vocabulary.entries()) yield [Array.isArray(entry) ? String(entry[0]) : '', id];
    return;
  }
  for (const token in vocabulary) yield [token, vocabulary[token] ?? 0];
}

function isList(vocabulary: Vocabulary): vocabulary is readonly unknown[] {
  return Array.isArray(vocabulary);
}
