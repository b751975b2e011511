import { describe, expect, it } from 'vitest';
import { clusterNamed, usualCluster } from './clusters.ts';
import { expandTemplates } from './expand-templates.ts';
import { readTemplateFile } from './template-file.ts';

/** Lists that make no combinations stand first. */
const BIRDS = readTemplateFile(
  [
    'The {noun} {was} [not] {adjective}.',
    'neutral = also, now',
    'unused = a, b',
    'was (noun) = was, were',
    'noun = robin, robins',
    'adjective = red, old',
  ].join('\n'),
);
const clustersOf = (cluster: ReturnType<typeof usualCluster>): (string | null)[] =>
  expandTemplates({ ...BIRDS, sample: null, seed: 1, cluster, label: 'none' }).pairs.map(
    (pair) => pair.cluster,
  );

describe('clusters of templates', () => {
  it('are by default the words of the first list that makes combinations', () => {
    expect(usualCluster(BIRDS)).toEqual({ list: 'noun' });
    expect(clustersOf(usualCluster(BIRDS))).toEqual(['robin', 'robin', 'robins', 'robins']);
  });

  it('are by default the templates where there are several, or no list', () => {
    expect(usualCluster({ ...BIRDS, templates: [...BIRDS.templates, 'A [not] {noun}.'] })).toBe('template');
    expect(usualCluster({ templates: ['It is [not] red.'], lists: [] })).toBe('template');
  });

  it('takes a list that some template crosses', () => {
    expect(clusterNamed('adjective', BIRDS)).toEqual({ list: 'adjective' });
    expect(clusterNamed('none', BIRDS)).toBe('none');
  });

  it.each([
    ['was', 'the list “was” goes with “noun”'],
    ['neutral', 'the list “neutral” makes no combinations'],
    ['unused', 'the list “unused” makes no combinations'],
    ['constructor', 'there is no list “constructor”'],
  ])('refuses %s, by which pairs would have no cluster', (name, why) => {
    expect(() => clusterNamed(name, BIRDS)).toThrow(why);
    expect(() => clusterNamed(name, BIRDS)).toThrow('They can by template, none, noun, adjective.');
  });
});
