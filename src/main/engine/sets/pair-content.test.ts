import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { idPair, inputKey, sentenceSetHash, textPair } from './pair-content.ts';

test('the hash of a set is sha256 of the canonical text that the docstring describes', () => {
  const pairs = [textPair('never', 'He "ate".', 'Él nunca 😀'), idPair(null, [101, 7], [101])];
  const canonical =
    'pairlens sentence set 1\n' +
    '["never","He \\"ate\\".","Él nunca 😀",null,null]\n' +
    '[null,null,null,[101,7],[101]]\n';
  expect(sentenceSetHash(pairs)).toBe(createHash('sha256').update(canonical, 'utf8').digest('hex'));
});

test('what else a pair has is a sixth part of the line, of the pairs that have it', () => {
  const pairs = [
    textPair('x', 'a', 'b', { neutral: 'c', cluster: 'frame 1' }),
    textPair('x', 'd', 'e', { cluster: 'frame 1' }),
    idPair(null, [1], [2], { neutral: [3, 4] }),
    textPair(null, 'f', 'not g', { cues: [[0, 3]], scope: [[4, 5]] }),
    textPair(null, 'h', 'i', { answer: 'yes', wrongAnswer: 'no' }),
    textPair(null, 'f', 'g'),
  ];
  const canonical =
    'pairlens sentence set 1\n' +
    '["x","a","b",null,null,{"neutral":"c","cluster":"frame 1"}]\n' +
    '["x","d","e",null,null,{"cluster":"frame 1"}]\n' +
    '[null,null,null,[1],[2],{"neutral_ids":[3,4]}]\n' +
    '[null,"f","not g",null,null,{"cues":[[0,3]],"scope":[[4,5]]}]\n' +
    '[null,"h","i",null,null,{"answer":"yes","wrong_answer":"no"}]\n' +
    '[null,"f","g",null,null]\n';
  expect(sentenceSetHash(pairs)).toBe(createHash('sha256').update(canonical, 'utf8').digest('hex'));
});

test('the hash of no pairs', () => {
  // printf 'pairlens sentence set 1\n' | sha256sum
  expect(sentenceSetHash([])).toBe('13849e98d0b09e683dc8e4cb7d028a89a414107fb3336992f5ed879f7b0045b0');
});

test.each([
  [
    'order',
    [textPair(null, 'a', 'b'), textPair(null, 'c', 'd')],
    [textPair(null, 'c', 'd'), textPair(null, 'a', 'b')],
  ],
  ['labels', [textPair(null, 'a', 'b')], [textPair('', 'a', 'b')]],
  ['sides', [textPair(null, 'a', 'b')], [textPair(null, 'b', 'a')]],
  ['text and ids', [textPair(null, '1', '2')], [idPair(null, [1], [2])]],
  ['neutrals', [textPair(null, 'a', 'b', { neutral: 'c' })], [textPair(null, 'a', 'b')]],
  ['clusters', [textPair(null, 'a', 'b', { cluster: 'c' })], [textPair(null, 'a', 'b')]],
  [
    'neutral and cluster',
    [textPair(null, 'a', 'b', { cluster: 'c' })],
    [textPair(null, 'a', 'b', { neutral: 'c' })],
  ],
  ['where one pair ends', [textPair(null, 'a"', 'b')], [textPair(null, 'a', '"b')]],
])('%s count in the hash', (_what, one, other) => {
  expect(sentenceSetHash(one)).not.toBe(sentenceSetHash(other));
});

test('pairs have the same input whatever their labels, clusters and neutrals, and ids are not text', () => {
  expect(inputKey(textPair(null, 'a', 'b', { neutral: 'c', cluster: 'd' }))).toBe(
    inputKey(textPair(null, 'a', 'b')),
  );
  expect(inputKey(textPair('x', 'a', 'b'))).toBe(inputKey(textPair(null, 'a', 'b')));
  expect(inputKey(textPair(null, '1', '2'))).not.toBe(inputKey(idPair(null, [1], [2])));
});
