/**
 * The parts of ECharts that figures are made of. Whoever draws (the screen on a canvas, the exporter as SVG) takes
 * `init` from here, so that nothing else of ECharts is bundled and both know the same series.
 */
import {
  BarChart,
  BoxplotChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  type BarSeriesOption,
  type BoxplotSeriesOption,
  type HeatmapSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from 'echarts/charts';
import {
  GraphicComponent,
  GridComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  type GraphicComponentOption,
  type GridComponentOption,
  type MarkLineComponentOption,
  type VisualMapComponentOption,
} from 'echarts/components';
import { init, setPlatformAPI, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  BarChart,
  BoxplotChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GraphicComponent,
  GridComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  CanvasRenderer,
  SVGRenderer,
]);

export type FigureOption = ComposeOption<
  | BarSeriesOption
  | BoxplotSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GraphicComponentOption
  | GridComponentOption
  | MarkLineComponentOption
  | VisualMapComponentOption
>;

type HeatmapItem = Extract<NonNullable<HeatmapSeriesOption['data']>[number], { value: unknown }>;
/** One cell of a heatmap. With `visualMap: false` it keeps a colour of its own (ECharts knows it, its types don't). */
export interface HeatmapDatum extends HeatmapItem {
  readonly visualMap?: false;
}

export type { VisualMapComponentOption };
export { init, setPlatformAPI, type EChartsType };
