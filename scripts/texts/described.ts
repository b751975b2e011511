/** What the manifest and the READMEs of resources/texts say of the files: counted, never typed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TextContent, textSetHash } from '../../src/main/engine/store/text-content.ts';
import { readTexts } from '../../src/main/engine/texts/read-texts.ts';
import { openTokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';

const resources = join(import.meta.dirname, '..', '..', 'resources');
export const folder = join(resources, 'texts');

/** Bundled models by which lengths are told, with the sizes of their vocabularies. */
const MODELS = {
  'everyday-english': ['all-MiniLM-L6-v2', 'char-en'],
  'everyday-hebrew': ['char-he'],
} as const;
const VOCABULARIES = { 'all-MiniLM-L6-v2': 30_522, 'char-en': 82, 'char-he': 52 } as const;

export interface DescribedTexts {
  readonly textCount: number;
  readonly labels: { readonly label: string | null; readonly texts: number }[];
  readonly sha256: string;
  readonly setHash: string;
}

/** @throws Error for a file with a problem, a duplicate, an empty row or a text without label */
export function describe(file: string): DescribedTexts & { readonly texts: readonly TextContent[] } {
  const bytes = readFileSync(join(folder, file));
  const { texts, problems, duplicates, blanks } = readTexts(file, bytes);
  if (problems.length + duplicates.count + blanks.count > 0)
    throw new Error(`${file} is not clean: ${JSON.stringify({ problems, duplicates, blanks })}`);
  const counts = new Map<string, number>();
  for (const { label } of texts) {
    if (label === null) throw new Error(`${file} has a text without label`);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return {
    texts,
    textCount: texts.length,
    labels: Array.from(counts, ([label, count]) => ({ label, texts: count })),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    setHash: textSetHash(texts),
  };
}

/** Tables for a README: texts by label, and their lengths. */
export async function lengthTables(
  name: keyof typeof MODELS,
  { texts, labels }: Pick<DescribedTexts & { texts: readonly TextContent[] }, 'texts' | 'labels'>,
): Promise<string> {
  const words = texts.map(({ text }) => text ?? '');
  const byLabel = table(
    ['label', 'texts', 'questions', 'the first'],
    labels.map(({ label, texts: count }) => {
      const own = texts.filter((text) => text.label === label).map(({ text }) => text ?? '');
      return [
        label ?? '',
        String(count),
        String(own.filter((text) => text.endsWith('?')).length),
        own[0] ?? '',
      ];
    }),
  );
  const rows = [
    lengthRow(
      'characters',
      words.map((text) => [...text].length),
      0,
    ),
  ];
  for (const model of MODELS[name]) {
    const tokenizer = await openTokenizer(join(resources, 'models', model), VOCABULARIES[model]);
    if (tokenizer === null) throw new Error(`the bundled model ${model} has lost its tokenizer`);
    const tokens = words.map((text) => tokenizer.encode(text));
    const { unknownId } = tokenizer.traits;
    const unknown = tokens.filter((ids) => unknownId !== null && ids.includes(unknownId));
    rows.push(
      lengthRow(
        `tokens (${model})`,
        tokens.map((ids) => ids.length),
        unknown.length,
      ),
    );
  }
  return [byLabel, table(['length in', 'least', 'median', 'most', 'texts with an unknown token'], rows)].join(
    '\n\n',
  );
}

function lengthRow(what: string, lengths: readonly number[], unknown: number): string[] {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number) => String(sorted[Math.floor(share * (sorted.length - 1))]);
  return [what, at(0), at(0.5), at(1), what === 'characters' ? '–' : String(unknown)];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}
