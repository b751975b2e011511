/** What a drawing of a model is made of, and the sheet that its parts are put on. Lengths are px. */
import { MONO_ADVANCE } from './theme.ts';
import type { HookPoint } from './model-shape.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A hook point, to be clicked. */
export interface HookNode extends Box {
  readonly hook: HookPoint;
  /** The last part of its name. */
  readonly label: string;
  /** 'batch×pos×12×32' */
  readonly axes: string;
}

/** A step of the computation that is no hook point: a normalisation, a projection. */
export interface Operation extends Box {
  readonly label: string;
  /** Holds nodes under its label instead of standing in a wire. */
  readonly encloses: boolean;
}

/** Where things are added up; its middle. */
export interface Sum {
  readonly x: number;
  readonly y: number;
}

/** A line through its points. */
export interface Wire {
  readonly points: readonly (readonly [number, number])[];
  /** Ends in an arrow. */
  readonly arrow: boolean;
  /** Stands for blocks that are not drawn. */
  readonly dashed: boolean;
}

/** Words beside a wire; `x` is their middle. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface Frame extends Box {
  readonly title: string;
}

export interface ModelDiagram {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly HookNode[];
  readonly operations: readonly Operation[];
  readonly sums: readonly Sum[];
  readonly wires: readonly Wire[];
  readonly labels: readonly Label[];
  readonly frames: readonly Frame[];
  /** Hook points of the model's edges and of the block that have no place in the drawing. */
  readonly others: readonly HookPoint[];
}

export const NAME_FONT_SIZE = 12;
export const AXES_FONT_SIZE = 11;
export const NODE_HEIGHT = 34;
export const OPERATION_HEIGHT = 22;
export const SUM_RADIUS = 9;
const NODE_PADDING = 8;

/** 'blocks.3.attn.hook_z' → 'hook_z' */
export function hookLabel(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

export function axesText(axes: HookPoint['axes']): string {
  return axes.join('×');
}

/** px that the node of a hook point takes. */
export function nodeWidth({ name, axes }: HookPoint): number {
  const text = Math.max(
    hookLabel(name).length * MONO_ADVANCE * NAME_FONT_SIZE,
    axesText(axes).length * MONO_ADVANCE * AXES_FONT_SIZE,
  );
  return Math.ceil(text) + 2 * NODE_PADDING;
}

/** px that words in small type take, about. */
export function wordsWidth(text: string): number {
  return Math.ceil(text.length * 6.2);
}

export function middleOf({ y, height }: Box): number {
  return y + height / 2;
}

export function rightOf({ x, width }: Box): number {
  return x + width;
}

export type Point = readonly [number, number];

/** Collects parts. What is put where is up to those who draw. */
export class Sheet {
  readonly nodes: HookNode[] = [];
  readonly operations: Operation[] = [];
  readonly sums: Sum[] = [];
  readonly wires: Wire[] = [];
  readonly labels: Label[] = [];
  readonly frames: Frame[] = [];

  /** The node of a hook point; null for one that the model does not have. */
  node(hook: HookPoint | undefined, x: number, y: number): HookNode | null {
    if (hook === undefined) return null;
    const size = { width: nodeWidth(hook), height: NODE_HEIGHT };
    const node = { hook, label: hookLabel(hook.name), axes: axesText(hook.axes), x, y, ...size };
    this.nodes.push(node);
    return node;
  }

  operation(label: string, box: Box, encloses = false): Box {
    this.operations.push({ label, encloses, ...box });
    return box;
  }

  sum(x: number, y: number): void {
    this.sums.push({ x, y });
  }

  /** A line that ends in an arrow. */
  arrow(...points: Point[]): void {
    this.wires.push({ points, arrow: true, dashed: false });
  }

  line(...points: Point[]): void {
    this.wires.push({ points, arrow: false, dashed: false });
  }

  dashes(...points: Point[]): void {
    this.wires.push({ points, arrow: false, dashed: true });
  }

  /** Words with their middle at `x` and their foot at `y`. */
  label(text: string, x: number, y: number): void {
    if (text !== '') this.labels.push({ text, x, y });
  }
}
