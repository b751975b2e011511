import { describe, expect, it } from 'vitest';
import {
  EXAMPLE,
  ITSELF,
  listIn,
  listsOf,
  madeOf,
  namesOf,
  ownLists,
  readDraft,
  usualChoice,
  writeDraft,
} from './template-draft.ts';

describe('a draft of templates', () => {
  it('is read as it was written, with lists of any name', () => {
    const lists = Object.fromEntries([['__proto__', { words: 'a, b', goesWith: ITSELF }]]);
    const draft = { ...EXAMPLE, templates: 'It is [not] {__proto__}.', lists, sample: 7, cluster: 'none' };
    expect(readDraft(writeDraft(draft))).toEqual(draft);
    expect(Object.hasOwn(readDraft(writeDraft(draft)).lists, '__proto__')).toBe(true);
  });

  it.each([null, '', '{', '[]', '{"templates":1}', writeDraft({ ...EXAMPLE, sample: 0 })])(
    'is the example where %j was kept',
    (text) => {
      expect(readDraft(text)).toEqual(EXAMPLE);
    },
  );

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
