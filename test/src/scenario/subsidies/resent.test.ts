import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { addMonths, BUREAU_MSP, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { codeOf, made } from '../../support/answers.js';
import type { Answer } from '../../support/city.js';
import { lastMonth, reliefFor } from '../../support/claimed.js';
import { random16 } from '../../support/contracts/people.js';
import { openFront, type Front } from '../../support/front.js';
import { LoanCity } from '../../support/loan-city.js';
import { allLevel } from '../../support/level.js';

const CLAIMS = '/v1/subsidy/claims';

describe('a claim whose answer was lost after it was committed', function () {
  this.timeout(180_000);
  let front: Front;
  let here: LoanCity;

  const ask = async (path: string, body?: JsonObject, key = random16()): Promise<Answer> => {
    await allLevel(here.city);
    return here.city.ask(here.named('bank-two-officer'), path, body, key);
  };
  /** The office's hub does what it is asked; its answers are lost on the way to the bank's. */
  const loseAnswers = (): void => {
    const office = here.city.url('bureau');
    front.become((request, response) => {
      void (async () => {
        const headers = { 'content-type': 'application/json' };
        await fetch(office + request.url!, { method: 'POST', headers, body: await buffer(request) });
        response.destroy();
      })();
    });
    here.city.hub('bank').administration.exchange.peers.meet(BUREAU_MSP, front.url);
  };
  /** What was asked for is there already when it is asked for again, at a hub that was started anew. */
  const resent = async (
    path: string,
    body: JsonObject,
    meanwhile = (): Promise<void> => Promise.resolve(),
  ): Promise<JsonObject> => {
    const key = random16();
    loseAnswers();
    expect(codeOf(await ask(path, body, key))).to.equal('EXCHANGE_UNREACHABLE');
    await meanwhile();
    await here.city.stop();
    here = await here.reopened();
    const { ledger } = here.city.hub('bureau').administration.licenses;
    const of = async (): Promise<number> => {
      let count = 0;
      for (let number = 0; number < (await ledger.height()); number++) {
        const { transactions } = (await ledger.block(number))!;
        count += transactions.filter((one) => one.function.startsWith('subsidy:')).length;
      }
      return count;
    };
    const before = await of();
    const answer = made(await ask(path, body, key));
    expect(made(await ask(path, body, key))).to.deep.equal(answer);
    expect(await of()).to.equal(before);
    return answer;
  };

  before(async () => {
    [here, front] = [await LoanCity.open(), await openFront()];
  });
  after(async () => {
    await here.close();
    await front.close();
  });

  it('is found when it is asked for again under its Idempotency-Key, and so is its withdrawal', async () => {
    const period = lastMonth(Math.floor(Date.now() / 1000));
    const programme = '/v1/subsidy/programmes/relief';
    made(await here.city.put(here.named('finance-clerk'), programme, reliefFor(period)));
    const bank = DEPARTMENTS.bankTwo.code;
    const loan = await here.lent(bank, { from: period.from, until: addMonths(period.from, 12) });
    const body = { programme: 'relief', loan, period };
    const claim = await resent(CLAIMS, body);
    expect(claim).to.include({ state: 'claimed', revision: 0, loan });
    const { items } = made(await ask(CLAIMS));
    expect((items as JsonObject[]).map(({ id }) => id)).to.deep.equal([claim.id]);
    const back = await resent(`${CLAIMS}/${claim.id as string}/acts`, { act: 'withdraw' });
    expect(back).to.include({ state: 'withdrawn', revision: 1 });

    // A claim that was decided on before it was asked for again was refused as stale.
    const office = here.named('finance-clerk');
    const refusal = { act: 'refuse', reasons: ['duplicate'], text: '已在他行贴息' };
    const decided = await resent(CLAIMS, body, async () => {
      await allLevel(here.city);
      const [{ id }] = made(await here.city.ask(office, `${CLAIMS}?state=claimed`)).items as [{ id: string }];
      made(await here.city.ask(office, `${CLAIMS}/${id}/acts`, refusal));
    });
    expect(decided).to.include({ state: 'refused', revision: 1 });
    const { steps } = made(await ask(`${CLAIMS}/${decided.id as string}`));
    const [first] = steps as [JsonObject];
    expect(first).to.include({ act: 'claim', transactionId: decided.transactionId });
  });
});
