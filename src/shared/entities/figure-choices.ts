/** What a person chooses of figures and maps. */
import { z } from 'zod';
import { GRID_STATISTICS, type GridStatistic } from '../../core/analyses/statistics/grid-statistics.ts';
import {
  MAP_SCALES,
  type MapScale,
  type PairMap,
  TOKEN_VIEWS,
  type TokenView,
  VALUE_KINDS,
  VALUE_MAPS,
  type ValueKind,
} from '../../core/figures/pair-maps.ts';

export { GRID_STATISTICS, type GridStatistic, type PairMap, type TokenView, type MapScale };
export { VALUE_KINDS, VALUE_MAPS, type ValueKind };
export const valueKind = z.enum(VALUE_KINDS);
export const gridStatistic = z.enum(GRID_STATISTICS);
export const tokenView = z.enum(TOKEN_VIEWS);
export const mapScale = z.enum(MAP_SCALES);
