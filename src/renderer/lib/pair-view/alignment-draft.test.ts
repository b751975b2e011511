import { expect, test } from 'vitest';
import { partnerOf, sameLinks, tie, toggleLink, untie, type Link } from './alignment-draft.ts';

const straight: Link[] = [
  [0, 0],
  [1, 1],
  [2, 2],
];

test.each<[string, Link[], Link, Link[]]>([
  [
    'joins what is free',
    [[0, 0]],
    [2, 3],
    [
      [0, 0],
      [2, 3],
    ],
  ],
  [
    'takes a link away',
    straight,
    [1, 1],
    [
      [0, 0],
      [2, 2],
    ],
  ],
  [
    'replaces the link of the original',
    [
      [0, 0],
      [1, 1],
    ],
    [1, 2],
    [
      [0, 0],
      [1, 2],
    ],
  ],
  [
    'replaces the link of the counterfactual',
    [
      [0, 0],
      [1, 1],
    ],
    [2, 1],
    [
      [0, 0],
      [2, 1],
    ],
  ],
  ['drops links that it would cross', straight, [0, 2], [[0, 2]]],
  [
    'keeps order',
    [[2, 2]],
    [0, 1],
    [
      [0, 1],
      [2, 2],
    ],
  ],
])('%s', (_, links, link, expected) => {
  expect(toggleLink(links, link)).toEqual(expected);
});

test('compares by what is linked', () => {
  expect(sameLinks(straight, [...straight])).toBe(true);
  expect(sameLinks(straight, straight.slice(1))).toBe(false);
  expect(sameLinks([[0, 1]], [[0, 2]])).toBe(false);
});

test('tying what is tied changes nothing; untying takes the link of either end', () => {
  expect(tie(straight, [1, 1])).toEqual(straight);
  expect(tie(straight, [0, 1])).toEqual([
    [0, 1],
    [2, 2],
  ]);
  const shifted: Link[] = [
    [0, 1],
    [1, 2],
  ];
  expect(untie(shifted, { side: 'original', index: 1 })).toEqual([[0, 1]]);
  expect(untie(shifted, { side: 'counterfactual', index: 1 })).toEqual([[1, 2]]);
  expect(untie(shifted, { side: 'counterfactual', index: 0 })).toEqual(shifted);
});

test('the partner of a position is in the other statement', () => {
  const shifted: Link[] = [[0, 1]];
  expect(partnerOf(shifted, { side: 'original', index: 0 })).toEqual({ side: 'counterfactual', index: 1 });
  expect(partnerOf(shifted, { side: 'counterfactual', index: 1 })).toEqual({ side: 'original', index: 0 });
  expect(partnerOf(shifted, { side: 'counterfactual', index: 0 })).toBeNull();
});
