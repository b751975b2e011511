import { describe, expect, it } from 'vitest';
import { findCues } from './find-cues.ts';
import { cueLexicon, languageOf, LEXICONS } from './lexicon.ts';

const cuesOf = (text: string, lexicon: readonly string[]) =>
  findCues(text, lexicon).map(([from, to]) => text.slice(from, to));

describe('English cues', () => {
  it.each<[string, string[]]>([
    ['The movie was not good.', ['not']],
    ['NOT at all, Not now', ['NOT', 'Not']],
    ['I put nothing in the notebook.', ['nothing']],
    ['A knot in the north; another note of nonsense.', []],
    ["She didn't, can't and won't.", ["n't", "n't", "n't"]],
    ['She didn’t, can’t and WON’T.', ['n’t', 'n’t', 'N’T']],
    ["n't alone is nothing", ['nothing']],
    ['It cannot be.', ['cannot']],
    ['Neither good nor short.', ['Neither', 'nor']],
    ["nobody's fault, nothing’s wrong", ['nobody', 'nothing']],
    ['no-one, No. 5 and (no)', ['no', 'No', 'no']],
    ['not2, 2not, nót', []],
    ["They’re “not” 'never'", ['not', 'never']],
    ['', []],
  ])('%s', (text, cues) => {
    expect(cuesOf(text, LEXICONS.english)).toEqual(cues);
  });

  it('a lexicon of one’s own: several words, the longest first, any white space', () => {
    const lexicon = ['no', 'no longer', 'far from', 'don’t'];
    expect(cuesOf("It is no  longer so, far\nfrom it. No. Don't!", lexicon)).toEqual([
      'no  longer',
      'far\nfrom',
      'No',
      "Don't",
    ]);
    expect(cuesOf('whatever', [])).toEqual([]);
    expect(cuesOf('Eu não sei, na\u0303o. Nao.', ['na\u0303o'])).toEqual(['não', 'na\u0303o']);
  });
});

describe('Hebrew cues', () => {
  it.each<[string, string[]]>([
    ['הילד לא אכל את התפוח.', ['לא']],
    ['הילד לֹא אכל', ['לֹא']],
    ['ולא ידע שלא בא כשאין איש', ['לא', 'לא', 'אין']],
    // They ask for a yes; and words that have the letters of a cue in them.
    ['הלא תדע, מלא בית, לאט, אינטרנט', []],
    ['אל תפתח את הדלת, ואל תשכח', ['אל', 'אל']],
    // To the city; he asked.
    ['הם הולכים אל העיר. הוא שאל תלמיד.', []],
    ['אל־תירא', ['אל']],
    ['אי אפשר לפתוח, אי־אפשר', ['אי אפשר', 'אי־אפשר']],
    ['הדבר בלתי אפשרי, הבלתי נראה', ['בלתי', 'הבלתי']],
    ['הם אינם הולכים, ואינני יודע', ['אינם', 'אינני']],
  ])('%s', (text, cues) => {
    expect(cuesOf(text, LEXICONS.hebrew)).toEqual(cues);
  });
});

describe('a lexicon', () => {
  it.each([[['not', "n't", 'אי אפשר', 'no-one', 'plus 2']], [[]]])('%s is one', (lexicon) => {
    expect(cueLexicon.parse(lexicon)).toEqual(lexicon);
  });

  it.each([[['']], [['  ']], [['.*']], [['(a+)+$']], [["'not"]], [['a'.repeat(300)]]])(
    '%s is none',
    (lexicon) => {
      expect(cueLexicon.safeParse(lexicon).success).toBe(false);
    },
  );

  it('is that of the script of most letters', () => {
    expect(languageOf(['The movie', 'was good'])).toBe('english');
    expect(languageOf(['הילד אכל', 'CNN'])).toBe('hebrew');
    expect(languageOf([])).toBe('english');
  });
});
