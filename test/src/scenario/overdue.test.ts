import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { random32 } from '../support/contracts/people.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { nameRecords, NEIGHBOUR, PROVIDER, SharingCity } from '../support/sharing-city.js';

const DAY = 86_400_000;

describe('what waits on the ledger beyond its time', function () {
  this.timeout(120_000);
  let now = Date.parse('2026-11-02T12:00:00+08:00');
  let folder: string;
  let city: RunningCity;
  let here: SharingCity;

  const start = async (): Promise<void> => {
    city = await runCity(folder, { clock: () => now });
  };
  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    await start();
    here = new SharingCity(city, () => now);
    await here.prepare();
    await here.stand(0, { share: 'conditional', condition: '用于行政审批' });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  /** As the city serves them now: after a restart at other addresses. */
  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const told = async (caller: string, type: string): Promise<readonly JsonObject[]> => {
    const { items } = made(await city.ask(named(caller), '/v1/events?after=0&limit=200'));
    return (items as JsonObject[])
      .filter((event) => event.type === type)
      .map(({ data }) => data as JsonObject);
  };

  it('is told to whom it concerns, once, over restarts too', async () => {
    const grant = await here.grant();
    const finding = made(
      await city.ask(here.named('auditor'), '/v1/findings', {
        ...{ code: 'RECEIPT_MISSING', department: NEIGHBOUR, evidence: random32() },
        about: { provider: PROVIDER, requester: NEIGHBOUR, seq: 1 },
        basis: { law: '审计法第五十二条', document: '示例审〔2026〕8号' },
      }),
    ).id as string;
    for (const caller of ['market-clerk', 'housing-clerk', 'auditor']) {
      await eventually(async () =>
        expect((await told(caller, 'finding.changed')).map(({ operation }) => operation)).to.deep.equal([
          'sharing.reportFinding',
        ]),
      );
    }
    expect(await told('housing-clerk', 'grant.overdue')).to.deep.equal([]);

    now += 30 * DAY;
    for (let restarts = 0; restarts < 2; restarts++) {
      await city.stop();
      await start();
      for (const caller of ['market-clerk', 'housing-clerk', 'registrar']) {
        await eventually(async () =>
          expect(await told(caller, 'grant.overdue')).to.deep.equal([
            { grant, step: 'decide', due: '2026-11-16T16:00:00Z' },
          ]),
        );
      }
      for (const caller of ['market-clerk', 'housing-clerk', 'auditor']) {
        await eventually(async () =>
          expect(await told(caller, 'finding.overdue')).to.deep.equal([
            { finding, code: 'RECEIPT_MISSING', due: '2026-11-16T16:00:00Z' },
          ]),
        );
      }
      expect(await told('police-clerk', 'grant.overdue')).to.deep.equal([]);
    }
  });
});
