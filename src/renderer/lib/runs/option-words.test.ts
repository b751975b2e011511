import { expect, test } from 'vitest';
import { runOptions } from '../../../shared/entities.ts';
import { optionWords } from './option-words.ts';

test('the usual options in one line, none of them changed', () => {
  const words = optionWords(runOptions.parse({}), 'cpu');
  expect(words.map(({ text }) => text)).toEqual([
    'alignment automatic',
    'queries automatic',
    'keeps patterns',
    'compared as the set allows',
    'on CPU',
    'seed 0',
  ]);
  expect(words.some(({ isChanged }) => isChanged)).toBe(false);
});

test('what is changed comes first', () => {
  const options = runOptions.parse({ keep: 'none', seed: 5, comparison: { comparison: 'unadjusted' } });
  const changed = optionWords(options, 'cuda').filter(({ isChanged }) => isChanged);
  expect(changed.map(({ text }) => text)).toEqual([
    'keeps metrics only',
    'compared with all controls, not adjusted; clusters by their column; no smallest effect',
    'seed 5',
  ]);
  expect(optionWords(options, 'cuda').slice(0, changed.length)).toEqual(changed);
});

test('a device is changed where it is not the one of the workspace', () => {
  const changed = (device: 'cpu' | 'cuda' | undefined, usual: 'cpu' | 'cuda') =>
    optionWords(runOptions.parse({ device }), usual).filter(({ isChanged }) => isChanged);
  expect([changed(undefined, 'cuda'), changed('cuda', 'cuda'), changed('cpu', 'cpu')]).toEqual([[], [], []]);
  expect(changed('cpu', 'cuda').map(({ text }) => text)).toEqual(['on CPU']);
  expect(changed('cuda', 'cpu').map(({ text }) => text)).toEqual(['on NVIDIA CUDA']);
});
