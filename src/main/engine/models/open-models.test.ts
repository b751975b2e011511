import { expect, it, vi } from 'vitest';
import type { LoadedModel } from './library.ts';
import { OpenModels } from './open-models.ts';

const MODEL = { name: 'my-bert', folder: '/models/my-bert' };

it('closes no model that somebody uses, whatever it was asked for by', async () => {
  const close = vi.fn(() => Promise.resolve());
  const checkStillSame = () => Promise.resolve();
  const loaded: Pick<LoadedModel, 'folder' | 'checkStillSame' | 'close'> = {
    folder: MODEL.folder,
    checkStillSame,
    close,
  };
  const open = vi.fn(() => Promise.resolve(loaded as LoadedModel));
  const models = new OpenModels({ open, placeOf: ({ folder }) => Promise.resolve(folder) });
  const done = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const using = models.use(
    MODEL.name,
    () => undefined,
    () => {
      begun.resolve();
      return done.promise;
    },
  );
  await begun.promise;
  await models.use(
    MODEL.folder,
    () => undefined,
    () => undefined,
  );
  for (const name of [MODEL.name, 'another name'])
    await expect(models.forget({ ...MODEL, name })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `${name} cannot be removed just now: a map, a pair or a probe is being computed with it; try again in a moment`,
    });
  expect(close).not.toHaveBeenCalled();

  done.resolve();
  await using;
  expect(open).toHaveBeenCalledOnce();
  await models.forget(MODEL);
  expect(close).toHaveBeenCalledOnce();
  // It is not open any more, and there is nothing to forget.
  await models.forget(MODEL);
  expect(close).toHaveBeenCalledOnce();
});
