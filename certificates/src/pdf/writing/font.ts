import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HanlianError } from '@hanlian/chaincode/domain';
import { create, type Font } from 'fontkit';
import type { PdfFile, Reference } from './file.js';
import { array, dict, hex } from './values.js';

export type Weight = 'regular' | 'bold';

/** Noto Sans Hans (SIL OFL 1.1), all of GB 18030's common ideographs; CFF outlines, 1,000 units an em. */
const FILES: Readonly<Record<Weight, string>> = {
  regular: 'NotoSansHans-Regular.otf',
  bold: 'NotoSansHans-Bold.otf',
};
const UNITS = 1000;

const opened = new Map<Weight, Font>();

/** Opened once: eight megabytes each. */
const open = (weight: Weight): Font => {
  const known = opened.get(weight);
  if (known) return known;
  const path = fileURLToPath(new URL(`../fonts/${FILES[weight]}`, import.meta.resolve('@embedpdf/fonts-sc')));
  const font = create(readFileSync(path)) as Font;
  opened.set(weight, font);
  return font;
};

/** fontkit's subset of a CFF font as it is; its types leave most of this out. */
interface CffSubset {
  /** The glyph's number in the subset. */
  includeGlyph(id: number): number;
  encode(): Uint8Array;
  subsetSubrs(
    routines: readonly { offset: number; length: number }[],
    used: Readonly<Record<number, true>>,
  ): Uint8Array[];
  readonly cff: { readonly stream: { pos: number; readBuffer(length: number): Uint8Array } };
}

/**
 * A subset that leaves unused subroutines empty. fontkit writes one byte for each of twenty thousand, so that no two
 * offsets in their index are alike and nothing of it compresses: 56 KB a font where 12 KB do.
 */
const subsetOf = (font: Font): CffSubset => {
  const subset = font.createSubset() as unknown as CffSubset;
  subset.subsetSubrs = (routines, used) =>
    routines.map(({ offset, length }, index) => {
      if (!used[index]) return new Uint8Array();
      const { stream } = subset.cff;
      stream.pos = offset;
      return stream.readBuffer(length);
    });
  return subset;
};

interface Glyph {
  /** In the subset. */
  readonly id: number;
  /** Thousandths of an em. */
  readonly width: number;
}

/** One weight of the font as one document uses it: only the characters it needs are embedded. */
export class DocumentFont {
  readonly #font: Font;
  readonly #subset: CffSubset;
  readonly #glyphs = new Map<string, Glyph>();

  constructor(weight: Weight) {
    this.#font = open(weight);
    this.#subset = subsetOf(this.#font);
  }

  /** A text's width in ems. */
  width(text: string): number {
    return Array.from(text).reduce((sum, character) => sum + this.#glyph(character).width, 0) / UNITS;
  }

  /** A text as the operator Tj takes it. */
  encode(text: string): string {
    const codes = Buffer.alloc(Array.from(text).length * 2);
    Array.from(text).forEach((character, index) => codes.writeUInt16BE(this.#glyph(character).id, index * 2));
    return hex(codes);
  }

  /** Writes the font with the characters used so far (ISO 32000-1 §9.7, §9.9: CIDFontType0C). */
  embed(file: PdfFile, tag: string): Reference {
    const name = `/${tag}+${this.#font.postscriptName}`;
    const program = file.stream({ Subtype: '/CIDFontType0C' }, this.#subset.encode());
    const { bbox, ascent, descent, capHeight } = this.#font;
    const descriptor = file.add(
      dict({
        Type: '/FontDescriptor',
        FontName: name,
        // Symbolic: its characters are not those of the standard Latin set.
        Flags: 4,
        FontBBox: array([bbox.minX, bbox.minY, bbox.maxX, bbox.maxY]),
        ItalicAngle: 0,
        Ascent: ascent,
        Descent: descent,
        CapHeight: capHeight,
        StemV: 80,
        FontFile3: program.text,
      }),
    );
    const glyphs = [...this.#glyphs].sort(([, a], [, b]) => a.id - b.id);
    const descendant = file.add(
      dict({
        Type: '/Font',
        Subtype: '/CIDFontType0',
        BaseFont: name,
        CIDSystemInfo: '<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>',
        FontDescriptor: descriptor.text,
        DW: UNITS,
        W: array(glyphs.map(([, { id, width }]) => `${id} [${width}]`)),
      }),
    );
    return file.add(
      dict({
        Type: '/Font',
        Subtype: '/Type0',
        BaseFont: name,
        Encoding: '/Identity-H',
        DescendantFonts: array([descendant.text]),
        ToUnicode: file.stream({}, Buffer.from(unicodeMap(glyphs))).text,
      }),
    );
  }

  #glyph(character: string): Glyph {
    const known = this.#glyphs.get(character);
    if (known) return known;
    const code = character.codePointAt(0) as number;
    if (!this.#font.hasGlyphForCodePoint(code)) {
      throw new HanlianError('CHARACTER_NOT_PRINTABLE', 'The font has no such character', {
        received: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      });
    }
    const glyph = this.#font.glyphForCodePoint(code);
    const added = { id: this.#subset.includeGlyph(glyph.id), width: glyph.advanceWidth };
    this.#glyphs.set(character, added);
    return added;
  }
}

/** A CMap takes at most a hundred lines in one block (Adobe technical note 5014). */
const BLOCK = 100;

/** What the codes mean, so that text can be searched and copied (§9.10.3). */
const unicodeMap = (glyphs: readonly (readonly [string, Glyph])[]): string => {
  const lines = glyphs.map(([character, { id }]) => {
    const unicode = Buffer.from(character, 'utf16le').swap16();
    return `<${id.toString(16).padStart(4, '0')}> ${hex(unicode)}`;
  });
  const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, index) => {
    const block = lines.slice(index * BLOCK, (index + 1) * BLOCK);
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`;
  });
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
};
