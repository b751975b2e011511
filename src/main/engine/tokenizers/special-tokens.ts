/**
 * The special tokens of a checkpoint that has no tokenizer.json: the family's own, unless special_tokens_map.json or
 * tokenizer_config.json say otherwise, and what was added to the vocabulary later.
 */
import { z } from 'zod';
import type { VocabularyTexts } from './tokenizer-files.ts';

/** Also written {"content": "<s>", …}. */
const tokenName = z.union([
  z.string(),
  z.object({ content: z.string() }).transform(({ content }) => content),
]);
const namesInFile = z.object({
  bos_token: tokenName.nullish(),
  eos_token: tokenName.nullish(),
  unk_token: tokenName.nullish(),
  sep_token: tokenName.nullish(),
  pad_token: tokenName.nullish(),
  cls_token: tokenName.nullish(),
  mask_token: tokenName.nullish(),
  additional_special_tokens: z.array(tokenName).nullish(),
});
type Role = Exclude<keyof z.output<typeof namesInFile>, 'additional_special_tokens'>;
const ROLES = Object.keys(namesInFile.shape).filter(
  (key): key is Role => key !== 'additional_special_tokens',
);

const addedInFile = z.record(z.string(), z.int().min(0));
const decoderInFile = z.object({
  added_tokens_decoder: z
    .record(
      z.string().regex(/^\d+$/),
      z.object({
        content: z.string(),
        special: z.boolean().default(false),
        single_word: z.boolean().default(false),
        lstrip: z.boolean().default(false),
        rstrip: z.boolean().default(false),
        normalized: z.boolean().default(false),
      }),
    )
    .nullish(),
});

/** Which token has which role: the one for a mask, the one for padding. */
export type SpecialTokenNames = Readonly<Partial<Record<Role, string>>>;

/** As tokenizer.json has it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  readonly single_word: boolean;
  /** Takes the spaces before it along. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
}

export interface SpecialTokens {
  readonly names: SpecialTokenNames;
  /** Each of `names` that has an id, and the tokens that were added to the vocabulary. */
  readonly added: readonly AddedToken[];
}

/**
 * @param vocabulary ids, by token
 * @param family the tokens that checkpoints of this family have unless told otherwise
 * @param maskStripsLeft '<mask>' takes the space before it along
 * @throws SyntaxError, ZodError when a file is not what it should be
 */
export function readSpecialTokens(
  { config, specialTokensMap, addedTokens }: VocabularyTexts,
  vocabulary: ReadonlyMap<string, number>,
  family: SpecialTokenNames,
  maskStripsLeft = false,
): SpecialTokens {
  const files = [specialTokensMap ?? '{}', config].map((text) => namesInFile.parse(JSON.parse(text)));
  const names = Object.fromEntries(
    ROLES.map((role) => [role, files.reduce((name, file) => file[role] ?? name, family[role])]),
  ) as SpecialTokenNames;
  const special = new Set([
    ...ROLES.flatMap((role) => names[role] ?? []),
    ...files.flatMap((file) => file.additional_special_tokens ?? []),
  ]);

  const later = new Map(Object.entries(addedInFile.parse(JSON.parse(addedTokens ?? '{}'))));
  const added = new Map<string, AddedToken>();
  for (const content of [...special, ...later.keys()]) {
    const id = later.get(content) ?? vocabulary.get(content);
    if (id === undefined) continue;
    const lstrip = maskStripsLeft && content === names.mask_token;
    const isSpecial = special.has(content);
    added.set(content, {
      id,
      content,
      special: isSpecial,
      single_word: false,
      lstrip,
      rstrip: false,
      normalized: !isSpecial,
    });
  }
  const decoder = decoderInFile.parse(JSON.parse(config)).added_tokens_decoder ?? {};
  for (const [id, token] of Object.entries(decoder)) added.set(token.content, { id: Number(id), ...token });
  return { names, added: [...added.values()].sort((a, b) => a.id - b.id) };
}

/** @throws TypeError when the vocabulary has no such token */
export function idOf(token: string | undefined, special: SpecialTokens, file: string): [string, number] {
  const added = special.added.find(({ content }) => content === token);
  if (token === undefined || !added) throw new TypeError(`${file} has no ${token ?? 'special token'}`);
  return [token, added.id];
}
