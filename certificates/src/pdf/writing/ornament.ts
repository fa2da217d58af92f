import type { Canvas, Colour, Point } from './canvas.js';

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Distance of the frame from the page's edge, and its breadth, in points. */
const EDGE = 22;
const BAND = 13;
const WAVE_POINTS = 8;
const PETALS = 18;

export const tint = (colour: Colour, share: number): Colour =>
  colour.map((part) => 1 - (1 - part) * share) as unknown as Colour;

/** The frame of a certificate, two waves woven between double lines, and a rosette in a light tint behind the text. */
export const drawOrnament = (canvas: Canvas, { width, height }: PageSize, colour: Colour): void => {
  rosette(canvas, { x: width / 2, y: height / 2 }, Math.min(width, height) * 0.36, tint(colour, 0.13));
  const light = tint(colour, 0.55);
  const inner = EDGE + BAND;
  canvas.strokeBox({ x: EDGE, y: EDGE }, width - 2 * EDGE, height - 2 * EDGE, colour, 1.6);
  canvas.strokeBox({ x: inner, y: inner }, width - 2 * inner, height - 2 * inner, colour, 0.8);
  canvas.strokeBox({ x: inner + 3, y: inner + 3 }, width - 2 * inner - 6, height - 2 * inner - 6, light, 0.4);
  const middle = EDGE + BAND / 2;
  const across = { along: width - 2 * inner, from: inner };
  const down = { along: height - 2 * inner, from: inner };
  for (const phase of [0, Math.PI]) {
    for (const y of [middle, height - middle]) {
      canvas.line(
        wave(across, phase).map(({ at, swing }) => ({ x: at, y: y + swing })),
        light,
        0.6,
      );
    }
    for (const x of [middle, width - middle]) {
      canvas.line(
        wave(down, phase).map(({ at, swing }) => ({ x: x + swing, y: at })),
        light,
        0.6,
      );
    }
  }
  for (const x of [EDGE, width - inner]) {
    for (const y of [EDGE, height - inner]) {
      canvas.fillBox({ x: x + 2.5, y: y + 2.5 }, BAND - 5, BAND - 5, colour);
    }
  }
};

const wave = (
  { along, from }: { along: number; from: number },
  phase: number,
): { at: number; swing: number }[] => {
  const turns = Math.round(along / BAND);
  const count = turns * WAVE_POINTS;
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: from + (along * index) / count,
    swing: (BAND / 2 - 2.5) * Math.sin((2 * Math.PI * index) / WAVE_POINTS + phase),
  }));
};

const rosette = (canvas: Canvas, centre: Point, radius: number, colour: Colour): void => {
  for (let petal = 0; petal < PETALS; petal += 1) {
    const angle = (petal * Math.PI) / PETALS;
    canvas.ellipse(centre, [radius, radius * 0.42], angle, colour, 0.5);
    canvas.ellipse(centre, [radius * 0.6, radius * 0.22], angle, colour, 0.4);
  }
};
