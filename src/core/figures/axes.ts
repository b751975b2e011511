/** How numbers lie along the axes; auto: by roots where a few heads would leave the others in a heap. */
export const AXES = ['auto', 'linear', 'root'] as const;
export type Axes = (typeof AXES)[number];
/** How they do lie. */
export type AxisShape = Exclude<Axes, 'auto'>;
