import { describe, expect, it } from 'vitest';
import {
  EXAMPLE,
  ITSELF,
  listIn,
  listsOf,
  madeOf,
  namesOf,
  ownLists,
  usualChoice,
} from './template-draft.ts';

describe('a draft of templates', () => {
  it.each(['constructor', 'toString', '__proto__'])('has no words of a list %s that is not typed', (name) => {
    const draft = { ...EXAMPLE, templates: `The {${name}} is [not] red.`, lists: {} };
    expect(namesOf(draft)).toEqual([name]);
    expect(listIn(draft.lists, name)).toEqual({ words: '', goesWith: ITSELF });
    expect(listsOf(draft)).toEqual([{ name, words: [], goesWith: null }]);
    const typed = { ...draft, lists: { ...draft.lists, [name]: { words: 'a, b', goesWith: ITSELF } } };
    expect(madeOf(typed).pairs.map(({ original }) => original)).toEqual(['The a is red.', 'The b is red.']);
  });

  it('is clustered by lists that make combinations', () => {
    expect(ownLists(EXAMPLE)).toEqual(['noun', 'adjective']);
    expect(usualChoice(EXAMPLE)).toBe('list:noun');
    const neutralFirst = { ...EXAMPLE, templates: 'It [is|is not|is {adverb}] {adjective}.' };
    expect(ownLists(neutralFirst)).toEqual(['adjective']);
    expect(usualChoice(neutralFirst)).toBe('list:adjective');
  });
});
