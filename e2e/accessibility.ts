/** What axe finds on a page. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

/**
 * The rules that the page breaks. It has no frames of other origins, so that axe runs within it alone, at half the cost of
 * putting the results together in a page of their own; and of what passes, thousands of cells, nothing is written up.
 */
export async function violationsOn(page: Page): Promise<Violations> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  return (await axe.analyze()).violations;
}
