/** What the pairs of templates can share: the word of a list that makes their combinations, or their template. */
import { CoreError } from '../errors.ts';
import { crossedLists, type TemplatesAsked } from './expand-templates.ts';

type Cluster = TemplatesAsked['cluster'];
type Templates = Pick<TemplatesAsked, 'templates' | 'lists'>;

/** Of several templates the template; of one, which all pairs share, the word of its first list. */
export function usualCluster(asked: Templates): Cluster {
  const [list] = crossedLists(asked);
  return asked.templates.length > 1 || list === undefined ? 'template' : { list };
}

/**
 * The cluster by its name: 'template', 'none' or a list.
 *
 * @throws CoreError INPUT_INVALID for a list of which no pair would share a word: its pairs would have no cluster
 */
export function clusterNamed(name: string, asked: Templates): Cluster {
  if (name === 'template' || name === 'none') return name;
  const crossed = crossedLists(asked);
  if (crossed.includes(name)) return { list: name };
  const list = asked.lists.find((each) => each.name === name);
  const why =
    list === undefined
      ? `there is no list “${name}”`
      : list.goesWith === null
        ? `the list “${name}” makes no combinations: no template has it in its original or counterfactual`
        : `the list “${name}” goes with “${list.goesWith}”`;
  throw new CoreError(
    'INPUT_INVALID',
    `pairs cannot be clustered by “${name}”: ${why}. They can by ${['template', 'none', ...crossed].join(', ')}.`,
    { cluster: name },
  );
}
