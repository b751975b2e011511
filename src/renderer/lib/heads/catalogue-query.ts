/** What is known of the heads of a model, fetched and as arrays. */
import { columnsOf, type HeadCatalogue } from '../../../core/heads/catalogue.ts';
import { fromPlainQuantity, type PlainQuantity } from '../../../core/heads/sent.ts';
import type { SentCatalogue } from '../../../shared/heads.ts';
import { orpc } from '../engine/server-state.ts';

export interface FetchedCatalogue extends HeadCatalogue {
  /** Runs whose statistics have not been computed yet. */
  readonly runsWithout: readonly { readonly runId: number; readonly set: string }[];
}

export function catalogueQuery(projectId: number, model: string) {
  return orpc.heads.catalogue.queryOptions({
    input: { projectId, model },
    select: read,
    structuralSharing: false,
  });
}

function read({ model, known, runsWithout }: SentCatalogue): FetchedCatalogue {
  return {
    model,
    runsWithout,
    columns: columnsOf(
      known.map(({ source, quantities }) => ({
        source,
        // The schema has the same fields; what is absent may be there as undefined.
        quantities: quantities.map((quantity) => fromPlainQuantity(quantity as PlainQuantity)),
      })),
    ),
  };
}
