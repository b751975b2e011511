import { describe, expect, it } from 'vitest';
import { readTemplate } from './template-text.ts';

const problemsOf = (text: string): string[] =>
  readTemplate(text).problems.map(({ from, to, message }) => `${from}-${to} ${message}`);

describe('readTemplate', () => {
  it('reads words, changes and their parts', () => {
    const { pieces, problems } = readTemplate('The {noun} [is|is not|is {adverb}] red.');
    expect(problems).toEqual([]);
    expect(pieces).toEqual([
      { kind: 'text', text: 'The ' },
      { kind: 'word', name: 'noun', from: 4, to: 10 },
      { kind: 'text', text: ' ' },
      {
        kind: 'change',
        original: [{ kind: 'text', text: 'is' }],
        counterfactual: [{ kind: 'text', text: 'is not' }],
        neutral: [
          { kind: 'text', text: 'is ' },
          { kind: 'word', name: 'adverb', from: 25, to: 33 },
        ],
        written: 'is|is not|is {adverb}',
      },
      { kind: 'text', text: ' red.' },
    ]);
  });

  it('takes a bracket with one part as what is put in', () => {
    expect(readTemplate('It is [not] red.').pieces[1]).toMatchObject({
      original: [],
      counterfactual: [{ kind: 'text', text: 'not' }],
      neutral: null,
    });
  });

  it('takes signs after a backslash as they are', () => {
    expect(readTemplate(String.raw`\{x\} \[1\] [a|b]`).pieces[0]).toEqual({ kind: 'text', text: '{x} [1] ' });
  });

  it.each([
    ['The {noun was [not] red.', '4-24 This brace is not closed: the name of a list ends with }.'],
    ['It is [not red.', '6-15 This bracket is not closed: what changes ends with ].'],
    ['It is } [not] red.', '6-7 This brace closes nothing: there is no { before it.'],
    ['It is not] red [x].', '9-10 This bracket closes nothing: there is no [ before it.'],
    ['It is {} [not] red.', '6-8 There is no name of a list between these braces.'],
    ['It [is [not]] x', '7-8 A bracket cannot stand in another one.'],
    [
      'It [a|b|c|d] x',
      '3-12 There are 4 parts between these brackets: original, counterfactual and neutral are the most.',
    ],
    ['It is [] red.', '6-8 There is nothing between these brackets that could change.'],
    [
      'It is red.',
      '0-10 Nothing changes in it: put into brackets what the counterfactual has, as in [not] or [red|blue].',
    ],
    ['{a:b} [x]', '0-5 “a:b” is no name of a list: those have letters, digits, spaces, - and _.'],
  ])('says at its place what is wrong in %s', (text, problem) => {
    expect(problemsOf(text)[0]).toBe(problem);
  });
});
