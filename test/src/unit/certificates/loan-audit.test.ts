import { auditLoan, trustLogs, type LoanAudit } from '@hanlian/certificates';
import { api, checked, type LoanFileAnswer } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { random32 } from '../../support/contracts/people.js';
import { OTHER_BANK, trustedLog } from '../../support/contracts/sharing.js';
import { mac } from '../../support/contracts/subsidies.js';
import { drawing } from '../../support/fuzz/mutate.js';
import { FORGED } from '../../support/loan-faults/forged.js';
import { SHOWN } from '../../support/loan-faults/shown.js';
import { LedLoan } from '../../support/loan-files.js';

type File = LoanFileAnswer;
const FAULTS = [...SHOWN, ...FORGED];

describe('the audit of a loan’s file', function () {
  this.timeout(60_000);
  const trust = trustLogs([trustedLog]);
  const audit = (file: File): Promise<LoanAudit> => auditLoan(file, { trust, mac });

  for (const { name, plant } of FAULTS) {
    it(`finds ${name}, and nothing else`, async () => {
      const { file, found } = await plant(await LedLoan.make());
      expect((await audit(file)).violations).to.deep.equal(found);
    });
  }

  it('finds all that a seed has planted in files it cannot tell apart, and nothing else', async () => {
    const seed = Date.now();
    const draw = drawing(seed);
    for (let i = 0; i < 8; i++) {
      const { name, plant } = FAULTS[draw(FAULTS.length)]!;
      const { file, found } = await plant(await LedLoan.make());
      const { violations } = await audit(JSON.parse(JSON.stringify(file)) as File);
      expect(violations, `seed ${seed}: ${name}`).to.deep.equal(found);
    }
  });

  it('says how far it went', async () => {
    const loan = await LedLoan.make();
    const told = await audit(await loan.file());
    expect(told).to.include({ loan: loan.id, state: 'disbursed', steps: 12, judged: 12, claims: 1 });
    const step = await loan.stepOf('approve');
    await loan.forgeWithout(step);
    expect((await audit(await loan.file())).judged).to.equal(step);
  });

  // A file had room for the proofs of 512 records, fewer than a loan may have.
  it('takes a loan with very many claims, in a file as it is handed out', async () => {
    const loan = await LedLoan.make();
    await loan.refused(170);
    const file = checked(api.loanFileAnswer, await loan.file());
    expect(file.proof.records).to.have.length.above(512);
    expect(await audit(file)).to.deep.include({ claims: 171, violations: [] });
  });

  it('relies on no checkpoint that its trust file does not name', async () => {
    const file = await (await LedLoan.make()).file();
    const stranger = trustLogs([{ ...trustedLog, origin: 'another/log' }]);
    const { violations, judged } = await auditLoan(file, { trust: stranger });
    expect(violations.map(({ code }) => code)).to.deep.equal(['PROOF_WRONG']);
    expect(judged).to.equal(0);
  });

  it('knows a report of another application, and a file of another bank’s loan', async () => {
    const file = await (await LedLoan.make()).file();
    file.record.commitment = random32();
    expect((await audit(file)).violations.map(({ code }) => code)).to.deep.equal([
      'REPORT_OF_ANOTHER',
      'RECORD_WRONG',
    ]);
    const other = await (await LedLoan.make()).file();
    other.file.application.bank = OTHER_BANK;
    expect((await audit(other)).violations.map(({ code }) => code)).to.include('SIGNATURE_WRONG');
  });
});
