/** What every process knows of circuits that are looked at live: a token in a circuit, and induction on a text. */
import { z } from 'zod';
import { listOf, modelText, MOST, place, searchText, sentenceText, tokenId } from '../core/bounds.ts';
import { token } from './entities.ts';

const head = z.object({ layer: z.int(), head: z.int() });
export type PlacedHead = z.infer<typeof head>;

const ofToken = z.union([
  z.object({ id: tokenId }),
  /** What the tokenizer makes of it, with and without a space before; of several pieces the first is taken. */
  z.object({ text: searchText.min(1) }),
]);
const ofCircuit = z.union([
  z.object({ of: z.literal('bigrams') }),
  z.object({ of: z.enum(['ov', 'qk']), layer: place, head: place }),
]);

export const tokenCircuitRequest = z
  .object({ model: modelText, most: z.int().min(1).max(100).default(10) })
  .and(ofToken)
  .and(ofCircuit);
export type TokenCircuitRequest = z.output<typeof tokenCircuitRequest>;

const listed = z.object({ id: z.int(), text: z.string(), value: z.number() });

export const tokenCircuit = z.object({
  token: z.object({ id: z.int(), text: z.string() }),
  /** Single tokens that were meant, perhaps: the text with and without a space, or its pieces. */
  candidates: z.array(z.object({ id: z.int(), text: z.string() })),
  /** Whether the text is one token, with or without a space before it. */
  isWhole: z.boolean(),
  /** What the token does as each end of the circuit. */
  sides: z.array(
    z.object({
      /** 'source': what it raises; 'output': what raises it; 'query' and 'key'; 'first' and 'next' of bigrams. */
      as: z.enum(['first', 'next', 'source', 'output', 'query', 'key']),
      largest: z.array(listed),
      smallest: z.array(listed),
    }),
  ),
});
export type TokenCircuit = z.infer<typeof tokenCircuit>;

export const inductionCircuitRequest = z
  .object({
    model: modelText,
    /** The head that is taken for the induction head; the one that looks most at what followed, unless told. */
    receiver: z.object({ layer: place, head: place }).optional(),
  })
  .and(
    z.union([
      z.object({ text: sentenceText.min(1) }),
      z.object({ ids: listOf(tokenId, MOST.tokens, 'token ids').min(1) }),
    ]),
  );
export type InductionCircuitRequest = z.output<typeof inductionCircuitRequest>;

const scoredHead = head.extend({ value: z.number().nullable() });

export const inductionCircuit = z.object({
  tokens: z.array(token),
  /** Places from which induction would look: the token stood before, and `keys` are what followed it then. */
  repeats: z.array(
    z.object({
      query: z.int(),
      keys: z.array(z.int()),
      /** The token that follows now is one that followed then. */
      isRight: z.boolean(),
    }),
  ),
  /** Mean attention to the token before, of every head that an induction head could read of. */
  previous: z.array(scoredHead),
  /** Mean attention from repeats to what followed last time, of every head. */
  induction: z.array(scoredHead),
  /** The heads that the page walks through: null where the text repeats nothing. */
  previousHead: head.nullable(),
  inductionHead: head.nullable(),
  /** The head whose K-composition with that induction head is the largest. */
  composingHead: head.nullable(),
  /** The pair of heads whose K-composition is the largest of all. */
  strongest: z.object({ from: head, to: head, value: z.number() }).nullable(),
  random: z.object({ mean: z.number(), sd: z.number(), samples: z.int() }),
  /** Each head that the induction head could read of: what composition says, and what is left of induction without it. */
  senders: z.array(
    head.extend({
      composition: z.number(),
      previous: z.number().nullable(),
      /** The induction head's attention from repeats to what followed, with only the path to its keys cut; with the head ablated. */
      attentionCut: z.number().nullable(),
      attentionAblated: z.number().nullable(),
      /** Mean nats of the tokens after repeats whose continuation is the same. */
      lossCut: z.number().nullable(),
      lossAblated: z.number().nullable(),
    }),
  ),
  clean: z.object({ attention: z.number().nullable(), loss: z.number().nullable() }),
  /** Of the induction head: copying score of its OV circuit over tokens, and the loss without it. */
  copying: z.object({ score: z.number().nullable(), lossAblated: z.number().nullable() }),
  /** [query, key] row-major, of the previous-token head and of the induction head; empty where there is none. */
  patterns: z.object({ previous: z.array(z.number()), induction: z.array(z.number()) }),
});
export type InductionCircuit = z.infer<typeof inductionCircuit>;
