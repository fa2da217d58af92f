import type { Canvas, TextStyle } from './canvas.js';

/** Latin words and numbers stay whole where a line has room for them. */
const PIECES = /[A-Za-z0-9.,:/()%+-]+|./gu;
/** What closes stands at no line's beginning (GB/T 15834: 标点禁则). */
const CLOSING = /^[，。、；：！？）》”’】…·]/u;

/** Breaks a text into lines no wider than `width`, closing punctuation aside. */
export const linesOf = (
  canvas: Canvas,
  text: string,
  style: Omit<TextStyle, 'colour'>,
  width: number,
): string[] => text.split('\n').flatMap((paragraph) => wrapped(canvas, paragraph, style, width));

const wrapped = (canvas: Canvas, text: string, style: Omit<TextStyle, 'colour'>, width: number): string[] => {
  const fits = (line: string): boolean => canvas.width(line, style) <= width;
  const lines: string[] = [];
  let line = '';
  for (const piece of (text.replaceAll(/\s/gu, ' ').match(PIECES) ?? []).flatMap((each) =>
    fits(each) ? [each] : Array.from(each),
  )) {
    if (line === '' || fits(line + piece) || CLOSING.test(piece)) {
      line += piece;
    } else {
      lines.push(line);
      line = piece.trimStart();
    }
  }
  return [...lines, line];
};
