/** The words of the tour, which come with the guide. */
import { pageText } from '../docs/pages.ts';
import { stepsOfPage, type TourStep } from './tour-steps.ts';

/** @throws where the guide's page cannot be fetched, as from a workbench that has been replaced meanwhile, or is not there */
export async function tourText(): Promise<TourStep[]> {
  const text = await pageText('tour');
  if (text === null) throw new Error('the guide has no page of the tour');
  return stepsOfPage(text);
}
