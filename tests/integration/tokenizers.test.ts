/** Token ids as Hugging Face transformers gives them, from tokenizer.json and from the files of older checkpoints. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spellWord } from '../../src/core/pairs/words.ts';
import { openTokenizer, type Tokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';
import { hashTokenizer } from '../../src/main/engine/tokenizers/tokenizer-files.ts';
import { PairlensError } from '../../src/shared/errors.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/tokenizers');
const MINILM = join(import.meta.dirname, '../../resources/models/all-MiniLM-L6-v2');
/** How many tokens each has. */
const SIZES = { bert: 260, 'bert-cased': 260, distilbert: 260, gpt2: 360, roberta: 361, llama: 400 } as const;
type Name = keyof typeof SIZES;
const NAMES = Object.keys(SIZES) as Name[];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairlens-tokenizer-'));
});

afterEach(async () => rm(folder, { recursive: true }));

async function opened(path: string, vocabularySize: number): Promise<Tokenizer> {
  const tokenizer = await openTokenizer(path, vocabularySize);
  if (!tokenizer) throw new Error(`no tokenizer in ${path}`);
  return tokenizer;
}

const fixture = (name: Name) => opened(join(FIXTURES, name), SIZES[name]);
const change = (file: string, content: unknown) =>
  writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));

/** 'text|word' of each token, '-' for no word. */
function shown(tokenizer: Tokenizer, text: string): string {
  const tokens = tokenizer.describe(text, tokenizer.encode(text));
  return tokens.map((token) => `${token.text}|${token.word ?? '-'}`).join('  ');
}

describe('token ids', () => {
  // tests/fixtures/tokenizers/make.py: transformers 5.23, tokenizers 0.23.
  it.each(NAMES)('of %s are those of transformers', async (name) => {
    const tokenizer = await fixture(name);
    const texts = JSON.parse(await readFile(join(FIXTURES, name, 'expected.json'), 'utf8')) as {
      text: string;
      ids: number[];
    }[];
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.map(({ text }) => ({ text, ids: tokenizer.encode(text) }))).toEqual(texts);
  });

  it('of bert-base-uncased’s vocabulary are the published ones, with tokenizer.json and without', async () => {
    await cp(join(MINILM, 'vocab.txt'), join(folder, 'vocab.txt'));
    const [older, newer] = [await opened(folder, 30_522), await opened(MINILM, 30_522)];
    // The example of BERT's model card: "Hello, I'm a language model."
    const ids = [101, 7592, 1010, 1045, 1005, 1049, 1037, 2653, 2944, 1012, 102];
    for (const tokenizer of [older, newer])
      expect(tokenizer.encode("Hello, I'm a language model.")).toEqual(ids);
    for (const text of ['The movie wasn’t good!', 'Café 😀 unbelievably 東京 שלום', '[MASK] is [UNK].'])
      expect(older.encode(text)).toEqual(newer.encode(text));
    expect(older.specialIds).toEqual(newer.specialIds);
  });

  it('heed tokens that were added or renamed', async () => {
    await cp(join(FIXTURES, 'gpt2'), folder, { recursive: true });
    const before = await fixture('gpt2');
    await change('added_tokens.json', { '<extra>': 360 });
    await change('special_tokens_map.json', { additional_special_tokens: ['<extra>'] });
    await change('tokenizer_config.json', {
      add_bos_token: true,
      added_tokens_decoder: { 361: { content: '<more>', special: false } },
    });
    const tokenizer = await opened(folder, 362);
    expect(tokenizer.encode('x<extra><more>y')).toEqual([
      0,
      ...before.encode('x'),
      360,
      361,
      ...before.encode('y'),
    ]);
    expect([...tokenizer.specialIds]).toEqual([0, 360]);
  });
});

describe('what tokens say', () => {
  it.each<[Name, string, string]>([
    ['bert', 'Unhappy, שלום!', '[CLS]|-  unhappy|0  ,|1  שלום|2  !|3  [SEP]|-'],
    ['bert-cased', 'isn שלום', '[CLS]|-  is|0  ##n|0  של|1  ##ום|1  [SEP]|-'],
    // A space belongs to the token that it is part of; a part of a character is its bytes.
    [
      'gpt2',
      "The movie isn't 😀!",
      "The|0   movie|1   |2  is|2  n|2  't|2   <0xF09F>|3  <0x98>|3  <0x80>|3  !|3",
    ],
    ['gpt2', 'של\n', '<0xD7>|0  <0xA9>|0  ל|0  \n|1'],
    ['gpt2', '<|endoftext|>The', '<|endoftext|>|-  The|0'],
    ['roberta', 'The <mask> .', '<s>|-  The|0  <mask>|-   |1  .|1  </s>|-'],
    // SentencePiece, with spaces before words, after them, and bytes for letters that it lacks.
    ['llama', 'The movie é', '<s>|-   |0  The mo|0  vie |0  <0xC3>|1  <0xA9>|1'],
  ])('%s: %s', async (name, text, expected) => {
    expect(shown(await fixture(name), text)).toBe(expected);
  });

  it('is bytes where they are no character by themselves, and in their word they are', async () => {
    const tokenizer = await fixture('gpt2');
    const emoji = tokenizer.encode('😀');
    const texts = (ids: number[]) => tokenizer.describe(null, ids).map(({ text }) => text);
    // F0 9F, 98 and 80.
    expect(texts(emoji)).toEqual(['<0xF09F>', '<0x98>', '<0x80>']);
    expect(tokenizer.describe(null, emoji).map(({ bytes }) => bytes)).toEqual(['f09f', '98', '80']);
    expect(spellWord(tokenizer.describe(null, emoji))).toBe('😀');
    expect(texts([...emoji.slice(1, 2), 0, ...emoji.slice(2)])).toEqual([
      '<0x98>',
      '<|endoftext|>',
      '<0x80>',
    ]);
    expect(texts([999_999])).toEqual(['<999999>']);
  });
});

describe('a tokenizer is refused', () => {
  const refusal = async (vocabularySize: number) => {
    const error: unknown = await openTokenizer(folder, vocabularySize).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PairlensError);
    expect(error).toMatchObject({ code: 'MODEL_INVALID' });
    return (error as PairlensError).message.replace(`the tokenizer in ${folder} cannot be used: `, '');
  };

  it('when vocab.txt is shorter than the model’s vocabulary, or longer', async () => {
    await cp(join(FIXTURES, 'bert'), folder, { recursive: true });
    expect(await refusal(261)).toBe(
      'vocab.txt has 260 lines, but by config.json the model has 261 tokens; is it cut off?',
    );
    expect(await refusal(259)).toMatch(
      /^it has the token ".+" with id 259, but by config\.json the model has 259 tokens$/,
    );
  });

  it('but not when its embeddings are padded, or a token was added beyond them', async () => {
    await cp(join(FIXTURES, 'gpt2'), folder, { recursive: true });
    await change('added_tokens.json', { '<pad>': 384 });
    expect((await opened(folder, 384)).encode('The')).toEqual((await fixture('gpt2')).encode('The'));
  });

  it('but not when a line of vocab.txt is there twice: as for transformers, the later one counts', async () => {
    await cp(join(FIXTURES, 'bert'), folder, { recursive: true });
    const vocabulary = await readFile(join(folder, 'vocab.txt'), 'utf8');
    await change('vocab.txt', `${vocabulary}unhappy\n[unused1]\nunhappy\n`);
    expect((await opened(folder, 263)).encode('unhappy')).toEqual([2, 262, 3]);
    expect(await refusal(264)).toContain('vocab.txt has 263 lines');
  });

  it('when vocab.txt lacks what BERT cannot do without', async () => {
    await change('vocab.txt', '[PAD]\n[UNK]\nthe\n');
    expect(await refusal(3)).toBe('vocab.txt has no [SEP]');
  });

  it('when nothing says whose vocab.json it is', async () => {
    await cp(join(FIXTURES, 'gpt2'), folder, { recursive: true });
    await change('config.json', { model_type: 'clip' });
    expect(await refusal(360)).toBe(
      "vocab.json and merges.txt are read as GPT-2's or RoBERTa's, not as those of clip",
    );
  });

  it.each<[string, string, unknown]>([
    ['tokenizer.json', 'no JSON', '{'],
    ['tokenizer.json', 'null', 'null'],
    ['tokenizer.json', 'no model', { model: 3 }],
    [
      'tokenizer.json',
      'an id of four thousand million',
      { model: { type: 'BPE', vocab: { a: 4e9 }, merges: [] } },
    ],
    ['tokenizer.json', 'an id that is no number', { model: { type: 'BPE', vocab: { a: '0' }, merges: [] } }],
    ['tokenizer_config.json', 'no JSON', '{'],
    ['tokenizer_config.json', 'a list for a token', { mask_token: ['[MASK]'] }],
    ['special_tokens_map.json', 'a number for a token', { mask_token: 3 }],
    ['added_tokens.json', 'an id that is none', { '<a>': -1 }],
    ['merges.txt', 'three tokens', '#version: 0.2\na b c\n'],
    ['vocab.json', 'no ids', ['a']],
  ])('for its %s: %s', async (file, _what, content) => {
    await cp(join(FIXTURES, 'gpt2'), folder, { recursive: true });
    await change(file, content);
    await refusal(360);
  });

  it('with nothing but a PairlensError, whatever its files are', async () => {
    const names = ['tokenizer.json', 'vocab.json', 'merges.txt', 'special_tokens_map.json'];
    const sources = new Map<string, string>();
    for (const name of names)
      sources.set(
        name,
        await readFile(join(FIXTURES, name === 'tokenizer.json' ? 'llama' : 'roberta', name), 'utf8'),
      );
    await cp(join(FIXTURES, 'roberta', 'config.json'), join(folder, 'config.json'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(30_000), fc.constantFrom('"', '{', '0', ',', ' ', 'null', '-', 'a')), {
          minLength: 1,
          maxLength: 3,
        }),
        async (file, changes) => {
          for (const [name, text] of sources) {
            if (name === 'tokenizer.json' && name !== file) {
              await rm(join(folder, name), { force: true });
              continue;
            }
            const characters = Array.from(text);
            if (name === file)
              for (const [at, replacement] of changes) characters[at % characters.length] = replacement;
            await change(name, characters.join(''));
          }
          try {
            const tokenizer = await opened(folder, 400);
            const ids = tokenizer.encode('The movie was not good, שלום <mask> 😀');
            expect(tokenizer.describe(null, ids)).toHaveLength(ids.length);
          } catch (error) {
            expect(error).toBeInstanceOf(PairlensError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the hash of a tokenizer', () => {
  it('is of the files that decide the tokens, and of no others', async () => {
    expect(await hashTokenizer(folder)).toBe('');
    await cp(join(FIXTURES, 'roberta'), folder, { recursive: true });
    const hashes = [await hashTokenizer(folder)];
    const otherwise = async (file: string, content: unknown) => {
      await change(file, content);
      hashes.push(await hashTokenizer(folder));
    };
    await change('README.md', 'a card');
    expect(await hashTokenizer(folder)).toBe(hashes[0]);
    await otherwise('merges.txt', '#version: 0.2\n');
    await otherwise('added_tokens.json', {});
    await otherwise('special_tokens_map.json', {});
    await otherwise('tokenizer_config.json', {});
    await otherwise('tokenizer.json', {});
    // An empty tokenizer_config.json says what none says.
    expect(new Set(hashes).size).toBe(hashes.length - 1);
    const whole = await hashTokenizer(folder);
    await change('vocab.json', {});
    expect(await hashTokenizer(folder)).toBe(whole);
  });
});
