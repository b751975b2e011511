import { expect, test } from 'vitest';
import { modelChoices, modelOf } from './model-choice.ts';

const model = (name: string, given: object = {}) => ({
  name,
  title: name,
  origin: 'bundled' as const,
  architecture: 'gpt2',
  layers: 2,
  weightsPresent: true,
  ...given,
});
const models = [
  model('sentences', { architecture: 'bert' }),
  model('decoder'),
  model('unread'),
  model('bare', { layers: 0 }),
  model('gone', { weightsPresent: false }),
];
const heads: Readonly<Record<string, boolean | null>> = { sentences: false, decoder: true, bare: true };
const offered = (definition: Parameters<typeof modelChoices>[1]) =>
  modelChoices(models, definition, (name) => heads[name]).map(({ label }) => label);

test('models that cannot be taken stand at the end, each with its reason', () => {
  expect(offered({ suits: () => true, foretells: true })).toEqual([
    'decoder',
    'unread',
    'sentences: no language-model head',
    'bare: no layers',
  ]);
  expect(
    offered({
      suits: ({ architecture }) => architecture !== 'bert',
      unsuited: 'no decoder',
      takesNoLayers: true,
    }),
  ).toEqual(['decoder', 'unread', 'bare', 'sentences: no decoder']);
});

test('a kind that foretells nothing takes any model', () => {
  expect(offered({ suits: () => true, takesNoLayers: true })).toHaveLength(4);
});

test('what is not known yet waits, and what could not be read is left to the person', () => {
  const choices = modelChoices(models, { suits: () => true, foretells: true }, (name) =>
    name === 'decoder' ? null : undefined,
  );
  expect(choices.filter(({ isWaiting }) => isWaiting).map(({ label }) => label)).toEqual(['decoder']);
  expect(choices.find(({ label }) => label === 'unread')?.whyNot).toBe('');
});

test('none is chosen before it is known whether the first can be taken, and then it stays chosen', () => {
  const chosen = (known: Readonly<Record<string, boolean | null>>, picked?: string) =>
    modelOf(
      modelChoices(models, { suits: () => true, foretells: true }, (name) => known[name] ?? null),
      picked,
    )?.name;
  expect(chosen({ unread: true })).toBeUndefined();
  expect(chosen({ unread: true }, 'unread')).toBe('unread');
  expect(chosen({ sentences: false, unread: true })).toBeUndefined();
  expect(chosen({ sentences: false, decoder: true, unread: true })).toBe('decoder');
});

test('a model without layers is chosen where a person picks it, or where there is no other', () => {
  const chosen = (there: readonly ReturnType<typeof model>[], picked?: string) =>
    modelOf(
      modelChoices(there, { suits: () => true, takesNoLayers: true }, () => true),
      picked,
    )?.name;
  const bare = model('bare', { layers: 0 });
  expect(chosen([bare, model('decoder')])).toBe('decoder');
  expect(chosen([bare, model('decoder')], 'bare')).toBe('bare');
  expect(chosen([bare])).toBe('bare');
});
