import { Canvas, type Fonts, type Point } from './canvas.js';

/** 42 mm across, in points: the size of a department's seal (国发〔1999〕25号). */
export const SEAL_SIDE = 119;

const RED = [0.84, 0.05, 0.09] as const;
const LARGEST = 15;
/** The name takes at most this much of the circle, and each character at most so much. */
const MOST_ARC = (280 / 180) * Math.PI;
const MOST_STEP = (24 / 180) * Math.PI;
const RIM = 3;

/** A department's round seal as a picture: rim, name along the upper arc, star, kind. The signature is what proves. */
export const roundSeal = (fonts: Fonts, name: string, kind: string): Canvas => {
  const canvas = new Canvas(fonts, SEAL_SIDE);
  const centre = { x: SEAL_SIDE / 2, y: SEAL_SIDE / 2 };
  const radius = SEAL_SIDE / 2 - RIM;
  canvas.ellipse(centre, [radius, radius], 0, RED, RIM);
  canvas.fillShape(star(centre, radius * 0.3), RED);
  canvas.centred(
    kind,
    { x: centre.x, y: centre.y + radius * 0.62 },
    { weight: 'bold', size: 9.5, colour: RED },
  );
  nameAlongArc(canvas, name, centre, radius);
  return canvas;
};

const star = (centre: Point, radius: number): Point[] =>
  Array.from({ length: 10 }, (_, index) => {
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    const angle = (index * Math.PI) / 5;
    return { x: centre.x + reach * Math.sin(angle), y: centre.y - reach * Math.cos(angle) };
  });

const nameAlongArc = (canvas: Canvas, name: string, centre: Point, radius: number): void => {
  const characters = Array.from(name);
  const step = Math.min(MOST_STEP, MOST_ARC / characters.length);
  const size = Math.min(LARGEST, step * (radius - LARGEST) * 1.05);
  const style = { weight: 'bold', size, colour: RED } as const;
  const baseline = radius - RIM - size * 1.02;
  characters.forEach((character, index) => {
    const angle = (index - (characters.length - 1) / 2) * step;
    const half = canvas.width(character, style) / 2;
    const start = {
      x: centre.x + baseline * Math.sin(angle) - half * Math.cos(angle),
      y: centre.y - baseline * Math.cos(angle) - half * Math.sin(angle),
    };
    canvas.text(character, start, style, -angle);
  });
};
