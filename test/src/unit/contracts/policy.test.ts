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
  type Creator,
  type Department,
  type Scope,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';

const scopes = Object.keys(POLICY) as Scope[];
const creator = (role: string | null, mspId = BUREAU_MSP): Creator => ({ mspId, role, department: null });

describe('contracts: policy', () => {
  it('opens each write to exactly the roles of its row', () => {
    for (const scope of scopes.filter((name) => ruleOf(name).authority !== 'member')) {
      for (const role of ROLES) {
        const call = (): void => requireRole(scope, creator(role));
        if (ruleOf(scope).roles.includes(role)) expect(call, `${scope} ${role}`).not.to.throw();
        else expect(refusalOf(call).code, `${scope} ${role}`).to.equal('ROLE_NOT_ALLOWED');
      }
      expect(refusalOf(() => requireRole(scope, creator(null))).code).to.equal('ROLE_NOT_ALLOWED');
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

  it('keeps the registry to registrars of the bureau', () => {
    for (const scope of scopes.filter((name) => ruleOf(name).authority === 'bureau')) {
      expect(() => requireRole(scope, creator('registrar'))).not.to.throw();
      const refused = refusalOf(() => requireRole(scope, creator('registrar', 'BankMSP')));
      expect(refused.code).to.equal('WRONG_MSP');
      expect(refused.details).to.include({ expected: 'BureauMSP', received: 'BankMSP' });
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
    const transactions = ['registry', 'license'].flatMap((contract) =>
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
    }
  });

  it("keeps a department off others' licenses", () => {
    expect(() => requireActor('D', 'D', 'D')).not.to.throw();
    expect(() => requireActor('E', 'D', 'E')).not.to.throw();
    expect(refusalOf(() => requireActor('D', 'D', 'E')).code).to.equal('OTHER_DEPARTMENT');
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
