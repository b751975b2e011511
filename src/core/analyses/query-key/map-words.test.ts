import { expect, it } from 'vitest';
import { queryKeyAbout } from './about.ts';
import { MAP_WORDS } from './map-figure.ts';

it('correlations are of distances with q·k, and are not said to be of attention', () => {
  expect([MAP_WORDS.faithful, MAP_WORDS.drawn]).toEqual([
    'Rank correlation of nearness and q·k, at the best c',
    'Rank correlation of nearness on the plane and q·k',
  ]);
  expect(queryKeyAbout.shows.join()).not.toContain('attention');
});
