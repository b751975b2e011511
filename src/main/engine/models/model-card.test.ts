import { expect, test } from 'vitest';
import { cardLicence, cardText } from './model-card.ts';

test.each([
  ['---\nlicense: mit\n---\n# A', 'mit', '# A'],
  ['---\r\nlanguage: en\r\nlicense: apache-2.0\r\n---\r\n# A', 'apache-2.0', '# A'],
  ['---\nlicense: "cc-by-4.0" # of the data too\n---\nA', 'cc-by-4.0', 'A'],
  ["---\nlicense: 'mit'\n---\nA", 'mit', 'A'],
  ['---\nlicense: other\nlicense_name: llama3\n---\nA', 'llama3', 'A'],
  ['---\nlicense: other\n---\nA', 'other', 'A'],
  ['---\nlicense:\n- mit\n- apache-2.0\n---\nA', null, 'A'],
  ['# A\n\nlicense: mit\n\n---\n', null, '# A\n\nlicense: mit\n\n---'],
  ['---\nlicense: mit\n# never closed', null, '---\nlicense: mit\n# never closed'],
  ['', null, ''],
])('%j', (card, licence, text) => {
  expect(cardLicence(card)).toBe(licence);
  expect(cardText(card)).toBe(text);
});
