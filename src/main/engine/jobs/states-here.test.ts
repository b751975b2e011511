import { expect, test } from 'vitest';
import { StatesHere } from './states-here.ts';

const stored = (id: number, state: string) => ({ id, state, error: null as string | null, canResume: false });

function statesWith({ hasWriter }: { readonly hasWriter: boolean }) {
  return new StatesHere<ReturnType<typeof stored>>({
    is: ({ state }) => state === 'running',
    asInterrupted: (one) => (one.state === 'running' ? { ...one, state: 'interrupted' } : one),
    hasWriter: () => hasWriter,
  });
}

test('an end that could not be written is told until the work is started once more', () => {
  const states = statesWith({ hasWriter: true });
  states.remember(2, 'the disk is full');
  const told = () => states.asTheyAre(() => [stored(1, 'running'), stored(2, 'running')]);
  expect(told()).toEqual([
    stored(1, 'running'),
    { id: 2, state: 'failed', error: 'the disk is full', canResume: true },
  ]);
  states.forget(2);
  expect(told()[1]).toEqual(stored(2, 'running'));
});

test('where nobody writes, what says that it is running is interrupted, unless it has ended meanwhile', () => {
  const states = statesWith({ hasWriter: false });
  expect(states.asTheyAre(() => [stored(1, 'running'), stored(2, 'done')])).toEqual([
    stored(1, 'interrupted'),
    stored(2, 'done'),
  ]);
  const looks = [[stored(1, 'running')], [stored(1, 'done')]];
  expect(states.asTheyAre(() => looks.shift() ?? [])).toEqual([stored(1, 'done')]);
});
