import { describe, expect, it } from 'vitest';
import { readTemplates } from './expand-templates.ts';
import { readTemplateFile, requireSound } from './template-file.ts';
import { readWords } from './word-lists.ts';

describe('readTemplateFile', () => {
  it('tells templates from lists', () => {
    const file = readTemplateFile(
      '# birds\n\nThe {noun} {was} [not] red.\r\nHe said [a = b|c].\nnoun = robin, robins\nwas (noun) = was, were\n',
    );
    expect(file.templates).toEqual(['The {noun} {was} [not] red.', 'He said [a = b|c].']);
    expect(file.lists).toEqual([
      { name: 'noun', words: ['robin', 'robins'], goesWith: null },
      { name: 'was', words: ['was', 'were'], goesWith: 'noun' },
    ]);
    expect(() => requireSound(readTemplates(file), file)).not.toThrow();
  });

  it('says on which line what is wrong', () => {
    const file = readTemplateFile('noun =\n\nThe {noun} was [not {what}.');
    expect(() => requireSound(readTemplates(file), file)).toThrow(
      'line 3, column 16: This bracket is not closed: what changes ends with ].\nline 1: The list “noun” is empty.',
    );
    const none = readTemplateFile('noun = a');
    expect(() => requireSound(readTemplates(none), none)).toThrow('there is no template in the file');
  });
});

describe('readWords', () => {
  it.each([
    ['red, dark blue ,', ['red', 'dark blue']],
    ['red, or so\ngreen', ['red, or so', 'green']],
    ['"", the', ['', 'the']],
  ])('%j', (text, words) => {
    expect(readWords(text)).toEqual(words);
  });
});
