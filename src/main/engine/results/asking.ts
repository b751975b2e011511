/** What is asked of results, in the store and in folders, and what is answered by head. */
import type { z } from 'zod';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import type {
  decilesRequest,
  facetRequest,
  headLinesRequest,
  histogramsRequest,
  limitsRequest,
  neighboursRequest,
  pairLinesRequest,
} from '../../../shared/results.ts';
import type { ControlRole } from './control-rows.ts';

export interface PageRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly offset: number;
  readonly limit: number;
}

type Request<Schema extends z.ZodType> = Readonly<z.output<Schema>>;

export type Counted = Pick<PageRequest, 'runId' | 'filter'>;

/** What is asked, by question. */
export interface Asking {
  readonly facet: Request<typeof facetRequest>;
  readonly pairs: Request<typeof pairLinesRequest>;
  readonly heads: Request<typeof headLinesRequest>;
  readonly deciles: Request<typeof decilesRequest>;
  readonly limits: Request<typeof limitsRequest>;
  readonly histograms: Request<typeof histogramsRequest>;
  readonly neighbours: Request<typeof neighboursRequest>;
  readonly values: {
    readonly runId: number;
    readonly metric: MetricName;
    readonly layer: number;
    readonly head: number;
  };
}

/** A metric at one head, by pair in each role; null: undefined. */
export interface HeadValues {
  /** What the heads of the run are compared with; null: with nothing. */
  heldAgainst: ControlRole | null;
  set: (number | null)[];
  neutral: (number | null)[];
  control: (number | null)[];
}
