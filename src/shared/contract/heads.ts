/** What is known of the heads of a model, from all analyses and runs that a project has of it. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { headCatalogue, headCurves, headRequest, headsExportRequest, headsRequest } from '../heads.ts';

export const heads = {
  catalogue: oc.input(headsRequest).output(headCatalogue),
  /** Curves and points of one head, by analysis. */
  curves: oc.input(headRequest).output(headCurves),
  /** heads.csv or heads.html. */
  file: oc.input(headsExportRequest).output(z.string()),
};
