import { openFile, reportFile } from '@hanlian/certificates';
import { ReportWorld } from '../report.js';
import { requireAgreement, type Target } from './target.js';

/** A sealed credit report: one report is one file, so that what is taken is the very bytes that were sealed. */
export const reportTarget = async (): Promise<Target> => {
  const world = await ReportWorld.open();
  const sample = Buffer.from(reportFile(await world.report()));
  return {
    name: 'credit report',
    sample,
    try: async (bytes) => {
      const { verdict } = await (await openFile(bytes)).verify(world.context());
      return verdict === 'VALID' && requireAgreement(bytes.equals(sample), 'its own bytes');
    },
  };
};
