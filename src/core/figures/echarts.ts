/**
 * The parts of ECharts that figures are made of. Whoever draws (the screen, the exporter) takes `init` from here, so that nothing
 * else of ECharts is bundled, both know the same series, and both have texts of the same width and height where ECharts asks.
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
import { guessTextWidth } from './text-width.ts';

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

// Of what it measures ECharts lays out names of axes and the height of a line, which it takes for the width of a wide letter: in a browser
// without a font for one, that is a third of a line. Where a width decides how a figure is laid out, figures measure it (text-width.ts).
setPlatformAPI({
  measureText: (text: string, font?: string) => ({ width: guessTextWidth(text, font ?? '') }),
});

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
export { init, type EChartsType };
