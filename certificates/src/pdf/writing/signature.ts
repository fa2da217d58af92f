import { HanlianError } from '@hanlian/chaincode/domain';
import type { Sealer } from '../../seal/sealer.js';
import { SUBFILTER } from '../profile.js';
import { date, dict } from './values.js';

/** A signature of one signer with a chain of three takes about half of it. */
const ROOM = 6144;
const BLANK = '0'.repeat(2 * ROOM);
const RANGE_DIGITS = 10;
const BLANK_RANGE = `[${Array(4).fill('0'.repeat(RANGE_DIGITS)).join(' ')}]`;

/**
 * The signature dictionary (ISO 32000-1 §12.8.1) with room for what is known last. It certifies: no change to the file is
 * permitted after it (§12.8.2.2).
 */
export const signatureHole = (at: Date): string =>
  dict({
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: `/${SUBFILTER}`,
    M: date(at),
    Reference: `[<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>]`,
    ByteRange: BLANK_RANGE,
    Contents: `<${BLANK}>`,
  });

/** Signs all of a file but the room for the signature, and puts the signature there. */
export const signed = async (bytes: Buffer, sealer: Sealer): Promise<Buffer> => {
  const start = bytes.indexOf(`<${BLANK}>`);
  const end = start + BLANK.length + 2;
  const range = [0, start, end, bytes.length - end].map((each) => String(each).padStart(RANGE_DIGITS, '0'));
  bytes.write(`[${range.join(' ')}]`, bytes.indexOf(BLANK_RANGE), 'latin1');
  const signature = await sealer.sealPdf(Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]));
  if (signature.length > ROOM) {
    throw new HanlianError('INTERNAL', `The seal's chain is too long for a PDF: ${signature.length} bytes`);
  }
  bytes.write(Buffer.from(signature).toString('hex'), start + 1, 'latin1');
  return bytes;
};
