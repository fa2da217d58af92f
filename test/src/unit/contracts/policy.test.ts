import { expect } from 'chai';
import {
  BUREAU_MSP,
  inForce,
  POLICY,
  requireActor,
  requireDepartment,
  requireRole,
  ROLES,
  ruleOf,
  scopesOf,
  successorAt,
  type Creator,
  type Department,
  type Scope,
} from '@hanlian/chaincode/domain';
import {
  CONSENT_ACTS,
  FOR_ALL,
  LOAN_ACTS,
  LOAN_READS,
  SUBSIDY_ACTS,
  SUBSIDY_READS,
  WRITERS,
} from '../../support/contracts/rights.js';
import { refusalOf } from '../../support/refusal.js';

const scopes = Object.keys(POLICY) as Scope[];
const creator = (role: string | null, mspId = BUREAU_MSP): Creator => ({ mspId, role, department: null });

describe('contracts: policy', () => {
  it('opens each write to exactly its roles, and tells the others which', () => {
    expect([...ROLES]).to.deep.equal(['registrar', 'clerk', 'officer', 'auditor', 'operator']);
    for (const scope of scopes.filter((name) => ruleOf(name).authority !== 'member')) {
      const roles = ROLES.filter((role) => FOR_ALL.includes(scope) || WRITERS[role]?.includes(scope));
      for (const role of ROLES) {
        const call = (): void => requireRole(scope, creator(role));
        if (roles.includes(role)) {
          expect(call, `${scope} ${role}`).not.to.throw();
          continue;
        }
        const refused = refusalOf(call);
        expect(refused.code, `${scope} ${role}`).to.equal('ROLE_NOT_ALLOWED');
        expect(refused.message).to.equal(`${scope} is not open to the role ${role}`);
        expect(refused.details).to.deep.equal({ expected: [...roles], received: role });
      }
      const nobody = refusalOf(() => requireRole(scope, creator(null)));
      expect(nobody.message).to.equal(`${scope} is not open to the role (none)`);
    }
  });

  it("does not ask of departments' own acts which MSP they come from: the registry says", () => {
    for (const scope of ['license:issue', 'registry:putAgreement'] as const) {
      expect(() => requireRole(scope, creator('clerk', 'BankMSP'))).not.to.throw();
    }
  });

  it('opens reads to any member of the channel, with or without a role', () => {
    const reads = scopes.filter((name) => ruleOf(name).authority === 'member');
    expect(reads).to.include.members(['registry:get', 'license:get', 'license:stateAt', 'license:page']);
    for (const scope of reads) {
      expect(() => requireRole(scope, creator(null, 'AuditorMSP'))).not.to.throw();
      expect(ruleOf(scope).roles).to.have.members([...ROLES]);
    }
  });

  it('binds each write to what its row says', () => {
    const of = (authority: string): string[] => scopes.filter((name) => ruleOf(name).authority === authority);
    expect(of('department')).to.deep.equal([
      'registry:bindHolderKey',
      'registry:putAgreement',
      'credit:publish',
      ...CONSENT_ACTS,
      'sharing:reportFinding',
      'sharing:fileObjection',
      'sharing:answerFinding',
      'loan:putProduct',
      ...LOAN_ACTS,
      'subsidy:putProgramme',
      ...SUBSIDY_ACTS,
    ]);
    expect(of('owner')).to.deep.equal(WRITERS['clerk']?.filter((name) => name.startsWith('catalogue:')));
    expect(of('source')).to.deep.equal([
      'credit:correct',
      'credit:annul',
      'credit:resolveDispute',
      'credit:acceptRepair',
    ]);
    expect(of('creditOffice')).to.deep.equal([
      'credit:reviewRepair',
      'credit:acknowledgeStop',
      'credit:evaluate',
    ]);
    expect(of('desk')).to.deep.equal(['credit:dispute', 'credit:applyRepair', 'credit:succeedSubject']);
    expect(of('provider')).to.deep.equal([
      'sharing:pull',
      'sharing:forgetConsent',
      'sharing:anchorReceipts',
      'sharing:decideGrant',
      'sharing:pauseGrant',
      'sharing:resumeGrant',
      'sharing:leaseQuota',
    ]);
    expect(of('party')).to.deep.equal([
      'sharing:getConsent',
      'sharing:pagePulls',
      'sharing:withdrawGrant',
      ...LOAN_READS,
      ...SUBSIDY_READS,
    ]);
    expect(of('requester')).to.deep.equal([
      'sharing:requestGrant',
      'sharing:disputeGrant',
      'sharing:closeGrantCase',
    ]);
    expect(of('pursuer')).to.deep.equal(['sharing:escalateGrant']);
    expect(of('bureau')).to.deep.equal(
      WRITERS['registrar']
        ?.filter((name) => name.startsWith('registry:') && !of('department').includes(name))
        .concat('sharing:resolveGrantDispute', 'log:publishCheckpoint'),
    );
    expect(of('organisation')).to.deep.equal(['registry:putStatusList', 'log:putKeys', 'log:cosign']);
    expect(of('issuer')).to.deep.equal(
      WRITERS['clerk']?.filter((name) => name.startsWith('license:') && name !== 'license:document'),
    );
  });

  it('keeps the registry, the log and disputes to the bureau’s own', () => {
    for (const scope of scopes.filter((name) => ruleOf(name).authority === 'bureau')) {
      const role = ruleOf(scope).roles[0]!;
      expect(() => requireRole(scope, creator(role))).not.to.throw();
      const refused = refusalOf(() => requireRole(scope, creator(role, 'BankMSP')));
      expect(refused.code).to.equal('WRONG_MSP');
      expect(refused.message).to.equal('The certificate is of BankMSP, not of BureauMSP');
      expect(refused.details).to.deep.equal({ expected: 'BureauMSP', received: 'BankMSP' });
    }
  });

  it('derives what a role may ask a hub for', () => {
    expect(scopesOf('clerk')).to.include('license:issue').and.include('license:document');
    expect(scopesOf('clerk')).not.to.include('registry:putType');
    expect(scopesOf('auditor')).to.include('audit:read').and.not.include('license:issue');
    expect(scopesOf('registrar')).to.include('registry:putType').and.not.include('license:annul');
    expect(scopesOf('officer')).to.include('registry:putAgreement').and.not.include('audit:read');
    expect([...scopesOf('operator')].every((scope) => ruleOf(scope).roles.includes('operator'))).to.equal(
      true,
    );
  });

  it('has a row for each transaction of the contracts', async () => {
    const { dispatcher } = await import('../../support/contracts/ledger.js');
    const { contracts } = dispatcher.metadata as {
      contracts: Record<string, { transactions: { name: string; tag?: string[] }[] }>;
    };
    const transactions = [
      'registry',
      'license',
      'credit',
      'catalogue',
      'sharing',
      'loan',
      'subsidy',
      'log',
    ].flatMap((contract) =>
      (contracts[contract]?.transactions ?? []).map(({ name }) => `${contract}:${name}`),
    );
    const rows = scopes.filter((scope) => ruleOf(scope).authority !== 'gateway');
    expect(transactions).to.have.members(rows);
  });

  const department = { code: 'D', mspId: 'BureauMSP', since: 100, until: 200 } as Department;

  it("takes a department's word only from its own MSP and within its period", () => {
    const from = (mspId: string): Creator => ({ mspId, role: 'clerk', department: 'D' });
    expect(() => requireDepartment(from('BureauMSP'), department, 100)).not.to.throw();
    expect(refusalOf(() => requireDepartment(from('BankMSP'), department, 100)).code).to.equal('WRONG_MSP');
    for (const at of [99, 200]) {
      const refused = refusalOf(() => requireDepartment(from('BureauMSP'), department, at));
      expect(refused.code).to.equal('DEPARTMENT_NOT_IN_FORCE');
      expect(refused.message).to.equal(`D is not in force at ${at}`);
      expect(refused.details).to.deep.equal({ received: 'D' });
    }
  });

  it("keeps a department off others' licenses", () => {
    expect(() => requireActor('D', 'D', 'D')).not.to.throw();
    expect(() => requireActor('E', 'D', 'E')).not.to.throw();
    const refused = refusalOf(() => requireActor('D', 'C', 'E'));
    expect(refused.code).to.equal('OTHER_DEPARTMENT');
    expect(refused.message).to.equal('D may not act on records of C');
    expect(refused.details).to.deep.equal({ expected: 'E', received: 'D' });
  });

  it('knows who has succeeded whom by an instant', () => {
    const succeeded = { successor: 'E', successorSince: 100 };
    expect([99, 100].map((at) => successorAt(succeeded, at))).to.deep.equal([undefined, 'E']);
    expect(successorAt({}, 100)).to.equal(undefined);
  });

  it('counts a period from its first instant to before its end', () => {
    expect([99, 100, 199, 200].map((at) => inForce({ since: 100, until: 200 }, at))).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
    expect(inForce({ since: 100 }, 1e12)).to.equal(true);
  });
});
