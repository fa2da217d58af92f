import { DocumentFont, type Weight } from './font.js';
import { number } from './values.js';

/** Red, green and blue, each from 0 to 1. */
export type Colour = readonly [number, number, number];

/** A place on the page in points, from the top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Fonts = Readonly<Record<Weight, DocumentFont>>;

export const openFonts = (): Fonts => ({
  regular: new DocumentFont('regular'),
  bold: new DocumentFont('bold'),
});

export interface TextStyle {
  readonly weight: Weight;
  readonly size: number;
  readonly colour: Colour;
  /** Between characters, in points. */
  readonly spacing?: number;
}

/** How much of a quarter circle's radius its Bézier handles take. */
const KAPPA = 0.5523;

/** What is drawn on one page, or in one picture; the operators of ISO 32000-1 annex A, y turned downwards. */
export class Canvas {
  readonly #operators: string[] = [];
  readonly #fonts: Fonts;
  readonly #height: number;

  constructor(fonts: Fonts, height: number) {
    this.#fonts = fonts;
    this.#height = height;
  }

  get content(): Buffer {
    return Buffer.from(this.#operators.join('\n'));
  }

  /** A text's width in points. */
  width(text: string, { weight, size, spacing = 0 }: Omit<TextStyle, 'colour'>): number {
    return this.#fonts[weight].width(text) * size + spacing * Math.max(0, Array.from(text).length - 1);
  }

  /** A line of text that begins at a point of its baseline, turned counter-clockwise by `angle` about it. */
  text(text: string, { x, y }: Point, style: TextStyle, angle = 0): void {
    const [cos, sin] = [number4(Math.cos(angle)), number4(Math.sin(angle))];
    this.#operators.push(
      `BT ${fill(style.colour)} /${fontName(style.weight)} ${style.size} Tf ${style.spacing ?? 0} Tc`,
      `${cos} ${sin} ${number4(-Math.sin(angle))} ${cos} ${this.#at({ x, y })} Tm`,
      `${this.#fonts[style.weight].encode(text)} Tj ET`,
    );
  }

  /** A line of text about the middle `x`. */
  centred(text: string, { x, y }: Point, style: TextStyle): void {
    this.text(text, { x: x - this.width(text, style) / 2, y }, style);
  }

  fillBox({ x, y }: Point, width: number, height: number, colour: Colour): void {
    this.#operators.push(`${fill(colour)} ${this.#box({ x, y }, width, height)} f`);
  }

  strokeBox({ x, y }: Point, width: number, height: number, colour: Colour, line: number): void {
    this.#operators.push(`${stroke(colour, line)} ${this.#box({ x, y }, width, height)} S`);
  }

  /** Many small boxes in one path. */
  fillBoxes(boxes: readonly Point[], side: number, colour: Colour): void {
    const path = boxes.map((box) => this.#box(box, side, side));
    this.#operators.push(`${fill(colour)} ${path.join('\n')} f`);
  }

  line(points: readonly Point[], colour: Colour, line: number): void {
    this.#operators.push(`${stroke(colour, line)} ${this.#path(points)} S`);
  }

  fillShape(points: readonly Point[], colour: Colour): void {
    this.#operators.push(`${fill(colour)} ${this.#path(points)} h f`);
  }

  /** An ellipse, turned by `angle`. */
  ellipse(
    centre: Point,
    [a, b]: readonly [number, number],
    angle: number,
    colour: Colour,
    line: number,
  ): void {
    const at = (u: number, v: number): string =>
      this.#at({
        x: centre.x + u * a * Math.cos(angle) - v * b * Math.sin(angle),
        y: centre.y + u * a * Math.sin(angle) + v * b * Math.cos(angle),
      });
    const k = KAPPA;
    this.#operators.push(
      `${stroke(colour, line)} ${at(1, 0)} m`,
      `${at(1, k)} ${at(k, 1)} ${at(0, 1)} c ${at(-k, 1)} ${at(-1, k)} ${at(-1, 0)} c`,
      `${at(-1, -k)} ${at(-k, -1)} ${at(0, -1)} c ${at(k, -1)} ${at(1, -k)} ${at(1, 0)} c S`,
    );
  }

  #at({ x, y }: Point): string {
    return `${number(x)} ${number(this.#height - y)}`;
  }

  #box({ x, y }: Point, width: number, height: number): string {
    return `${this.#at({ x, y: y + height })} ${number(width)} ${number(height)} re`;
  }

  #path(points: readonly Point[]): string {
    return points.map((point, index) => `${this.#at(point)} ${index === 0 ? 'm' : 'l'}`).join(' ');
  }
}

export const fontName = (weight: Weight): string => (weight === 'bold' ? 'FB' : 'FR');

const fill = (colour: Colour): string => `${colour.map(number).join(' ')} rg`;
const stroke = (colour: Colour, line: number): string =>
  `${colour.map(number).join(' ')} RG ${number(line)} w`;

/** Turns need more digits than places. */
const number4 = (value: number): number => Math.round(value * 10_000) / 10_000;
