import { startOfDate, type ReleaseReceipt } from '@hanlian/chaincode/domain';
import type { Sources } from '@hanlian/gateway/sharing/sources/index';
import { expect } from 'chai';
import { openProvider, queryFor } from '../../../fault/sharing/provider.js';
import { newFolder, removeFolder } from '../../../support/folders.js';

const MIDNIGHT = startOfDate('2026-11-22');
const ADDRESS = '127.0.0.1';

describe('a query across midnight', () => {
  let folder: string;
  beforeEach(async () => (folder = await newFolder()));
  afterEach(() => removeFolder(folder));

  // It was dated today and counted against yesterday: today's quota could be exceeded, and an audit accused an honest hub.
  it('is refused, since what it used up is of the day before; that use is still there', async () => {
    let at = MIDNIGHT - 1;
    let answeredAt = MIDNIGHT + 1;
    const sources = {
      retention: () => 'standard',
      ask: () => {
        at = answeredAt;
        return Promise.resolve([{ name: '示例公司', status: '在业' }]);
      },
    } as unknown as Sources;
    const quota = { limit: 1, per: 'day', lease: 1 } as const;
    const provider = await openProvider(folder, { now: () => at, quota, sources });
    try {
      const late = await provider.release.answer(queryFor(), ADDRESS);
      expect(late.outcome.record).to.include({ kind: 'refusal', code: 'GRANT_QUOTA_EXHAUSTED' });
      expect(late.data).to.equal(undefined);
      at = answeredAt = MIDNIGHT - 1;
      const { outcome } = await provider.release.answer(queryFor(), ADDRESS);
      expect((outcome.record as ReleaseReceipt).lease).to.deep.equal({
        window: '2026-11-21',
        index: 1,
        use: 1,
      });
    } finally {
      await provider.close();
    }
  });
});
