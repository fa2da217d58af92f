import { openFile, POLICIES } from '@hanlian/certificates';
import { world } from '../evidence.js';
import { printedSample } from '../printing.js';
import { requireAgreement, type Target } from './target.js';

const CONTENTS = /\/Contents <[0-9A-Fa-f]*>/;

/** The signature's digits may be written in either case; every other byte counts. */
const said = (pdf: Buffer): string =>
  pdf.toString('latin1').replace(CONTENTS, (contents) => contents.toLowerCase());

/** A certificate's PDF: whatever was changed in it, it is not valid any more, or it says the same. */
export const pdfTarget = async (): Promise<Target> => {
  const city = await world(1);
  const sample = await printedSample(city);
  const context = { ...city.context, policy: POLICIES.complete };
  return {
    name: 'PDF',
    sample,
    try: async (bytes) => {
      const { verdict } = await (await openFile(bytes)).verify(context);
      return verdict === 'VALID' && requireAgreement(said(bytes) === said(sample), 'its own bytes');
    },
  };
};
