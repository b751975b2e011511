/** Models that are here, models that can be had, and what is asked of one beside runs. */
import { z } from 'zod';
import {
  listOf,
  modelText,
  MOST,
  nameText,
  pathText,
  place,
  sentenceText,
  tokenId,
} from '../../core/bounds.ts';
import { id, timestamp } from './fields.ts';
import { valueKind } from './figure-choices.ts';

/**
 * Where a model comes from: shipped with Pairlens, added from the Hub or from a folder, or a folder that runs of this
 * workspace have used and that nobody has added.
 */
export const MODEL_ORIGINS = ['bundled', 'hub', 'folder', 'run'] as const;
export type ModelOrigin = (typeof MODEL_ORIGINS)[number];

/**
 * Other models that are here and have the same weights: they share the compiled form. What was made with one goes on with
 * one that has the same tokenizer, too.
 */
const sameWeights = z.array(z.object({ name: z.string(), sameTokenizer: z.boolean() }));

export const model = z.object({
  /** null for a model that no run of this workspace has used */
  id: id.nullable(),
  /** What a run asks for: a bundled name, a Hub id, the name of an added folder; of any other folder its path. */
  name: z.string(),
  title: z.string(),
  folder: z.string(),
  architecture: z.string(),
  layers: z.int(),
  heads: z.int(),
  dModel: z.int(),
  dHead: z.int(),
  parameters: z.int(),
  maxPositions: z.int(),
  vocabularySize: z.int(),
  weightsHash: z.string(),
  /** '' for a model without tokenizer */
  tokenizerHash: z.string(),
  origin: z.enum(MODEL_ORIGINS),
  compiled: z.boolean(),
  /** Of the checkpoint's files on disk; 0 when they are gone. */
  bytes: z.int(),
  licence: z.string().nullable(),
  /** Where it came from: an address, or a Hub id. */
  source: z.string().nullable(),
  /** The commit of the Hub's repository. */
  commit: z.string().nullable(),
  addedAt: timestamp.nullable(),
  /** Runs of this workspace that used it. */
  runCount: z.int(),
  /** false when the weights were removed and only results are left, or when the folder is not there any more. */
  weightsPresent: z.boolean(),
  sameWeights,
});
export type Model = z.infer<typeof model>;

/** What is left when a model has been removed. */
export const modelRemoval = z.object({ sameWeights });
export type ModelRemoval = z.infer<typeof modelRemoval>;

/** A model of the Hub that this field uses much, as the app offers it. */
export const curatedModel = z.object({
  /** On the Hub. */
  id: z.string(),
  title: z.string(),
  architecture: z.string(),
  parameters: z.int(),
  /** To download. */
  bytes: z.int(),
  licence: z.string(),
  /** What it is known for, in a few words. */
  note: z.string(),
});
export type CuratedModel = z.infer<typeof curatedModel>;

export const modelDetail = model.extend({
  /** config.json, parsed */
  config: z.record(z.string(), z.unknown()),
  /** The model card, Markdown without its front matter. */
  card: z.string().nullable(),
  /** What Pairlens reads of the checkpoint. */
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string().nullable() })),
  /** `dtype` as the checkpoint has it; `used`: the compiled graph reads it. */
  tensors: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int()),
      dtype: z.string(),
      bytes: z.int(),
      used: z.boolean(),
    }),
  ),
  /** In the order of computation; an axis is a size, or the name of one that the input decides. */
  hooks: z.array(z.object({ name: z.string(), axes: z.array(z.union([z.string(), z.int()])) })),
  /** The parameters by role, under their TransformerLens names and in its axis orders. */
  roles: z.array(z.object({ name: z.string(), shape: z.array(z.int()) })),
});
export type ModelDetail = z.infer<typeof modelDetail>;

export const newModel = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('folder'),
    folder: pathText,
    /** The folder's own name unless told. */
    name: nameText.optional(),
  }),
  z.object({
    from: z.literal('hub'),
    id: nameText,
    /** A branch, a tag or a commit; main unless told. */
    revision: nameText.optional(),
  }),
]);
export type NewModel = z.infer<typeof newModel>;

/** The input of `models.probe`: a text, or token ids for a model without tokenizer. */
export const modelProbe = z.union([
  z.object({ name: modelText, text: sentenceText.min(1) }),
  z.object({ name: modelText, ids: listOf(tokenId, MOST.tokens, 'token ids').min(1) }),
]);
export type ModelProbe = z.infer<typeof modelProbe>;

/** The input of `models.probeValues`: a map of one head's values. */
export const valueProbe = modelProbe.and(z.object({ layer: place, head: place, values: valueKind }));
export type ValueProbe = z.infer<typeof valueProbe>;
