import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** What a scanner reads off an image. */
export interface Scanned {
  readonly text: string;
  /** How large the code is: 1 (21 modules a side) to 40 (177). */
  readonly version: number;
}

/** Reads the one QR code in an image (GIF, PNG) with ZXing-C++, which had no part in writing it. */
export const scan = async (image: Uint8Array): Promise<Scanned> => {
  await ready();
  const [found, ...more] = await readBarcodes(image, { formats: ['QRCode'] });
  if (found === undefined || more.length > 0) throw new Error('There is not one QR code in the image');
  const { Version: version } = JSON.parse(found.extra) as { Version: string };
  return { text: found.text, version: Number(version) };
};

let prepared: Promise<unknown> | undefined;

/** The decoder as it lies in the package: left alone, it would fetch itself from the network. */
const ready = (): Promise<unknown> => (prepared ??= prepare());

const prepare = async (): Promise<unknown> => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(await readFile(file)).buffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};
