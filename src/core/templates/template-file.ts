/** Templates and their word lists as a file of text: what `pairlens sets generate` reads. */
import { CoreError } from '../errors.ts';
import type { TemplatesRead } from './expand-templates.ts';
import { readWords, type WordList } from './word-lists.ts';

export interface TemplateFile {
  readonly templates: readonly string[];
  readonly lists: readonly WordList[];
  /** Lines of the file, from 1, that templates and lists stand on. */
  readonly templateLines: readonly number[];
  readonly listLines: ReadonlyMap<string, number>;
}

/** `noun = robin, cats` or `was (noun) = was, were` */
const LIST = /^([^=(){}[\]|]+?)\s*(?:\(([^()]*)\))?\s*=(.*)$/u;

/**
 * A line is a list where it has a name and `=`, else a template; blank lines, and those that begin with #, are nothing.
 * Words have commas between them.
 */
export function readTemplateFile(text: string): TemplateFile {
  const templates: string[] = [];
  const templateLines: number[] = [];
  const lists: WordList[] = [];
  const listLines = new Map<string, number>();
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, at) => {
      const plain = line.trim();
      if (plain === '' || plain.startsWith('#')) return;
      const [, name, goesWith, words] = LIST.exec(plain) ?? [];
      if (name === undefined || words === undefined) {
        templates.push(plain);
        templateLines.push(at + 1);
        return;
      }
      lists.push({ name: name.trim(), words: readWords(words), goesWith: goesWith?.trim() ?? null });
      if (!listLines.has(name.trim())) listLines.set(name.trim(), at + 1);
    });
  return { templates, lists, templateLines, listLines };
}

/** @throws CoreError INPUT_INVALID with all that is wrong, a line each, where anything is */
export function requireSound(
  { problems, listProblems }: TemplatesRead,
  { templates, templateLines, listLines }: TemplateFile,
): void {
  if (templates.length === 0) throw new CoreError('INPUT_INVALID', 'there is no template in the file');
  const told = [
    ...problems.map(
      ({ template, from, message }) => `line ${templateLines[template] ?? 0}, column ${from + 1}: ${message}`,
    ),
    ...listProblems.map(({ list, message }) => `line ${listLines.get(list) ?? 0}: ${message}`),
  ];
  if (told.length > 0) throw new CoreError('INPUT_INVALID', told.join('\n'), { problems: told });
}
