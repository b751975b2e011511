/** Fields that many entities have. */
import { z } from 'zod';
import { rowId } from '../../core/bounds.ts';
import { METRIC_NAMES } from '../../core/metrics/catalogue.ts';

export const id = rowId;
export const timestamp = z.string();
export const metricName = z.enum(METRIC_NAMES);
/** A number that there may not be. */
export const maybe = z.number().nullable();
