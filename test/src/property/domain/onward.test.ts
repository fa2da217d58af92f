import { expect } from 'chai';
import fc from 'fast-check';
import {
  barToOnward,
  barToRelease,
  faultOfProduct,
  type Grant,
  type ReleasedToOperator,
} from '@hanlian/chaincode/domain';

const AT = 1_790_000_000;
const name = fc.constantFrom('name', 'status', 'address', 'address.street', 'address.street.number', 'addr');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
const department = fc.constantFrom('A', 'B', 'C');
const departments = fc.uniqueArray(department, { minLength: 1 });

const grant = fc.record({
  state: fc.constantFrom('granted', 'paused', 'withdrawn', 'requested'),
  since: fc.constantFrom(AT - 1, AT, AT + 1),
  until: fc.constantFrom(AT, AT + 1),
  recipients: departments,
  onwardRecipients: fc.option(departments, { nil: undefined }),
  resource: fc.constant('307013/1'),
  fields: names,
  purpose: fc.constant('企业信用产品'),
  matter: fc.constant('公共数据产品开发'),
}) as unknown as fc.Arbitrary<Grant>;

const release: fc.Arbitrary<ReleasedToOperator> = fc.record({
  requester: department,
  grant: fc.constantFrom('G', 'H'),
  fields: names,
  at: fc.integer({ min: AT - 2000, max: AT + 2000 }),
});

/** By splitting names where `namesBeyond` compares prefixes. */
const isWithin = (field: string, others: readonly string[]): boolean => {
  const parts = field.split('.');
  return parts.some((_, i) => others.includes(parts.slice(0, i + 1).join('.')));
};

describe('products that operators hand on', () => {
  it('are covered exactly when a release to the operator is, and the grant names the recipient', () => {
    fc.assert(
      fc.property(grant, department, department, names, (given, operator, recipient, fields) => {
        const bar = barToOnward(given, { operator, recipient, fields }, AT);
        const { resource, purpose, matter } = given;
        const toOperator = barToRelease(
          given,
          { recipient: operator, resource, purpose, matter, fields },
          AT,
        );
        const isNamed = new Set(given.onwardRecipients).has(recipient);
        expect(bar === undefined).to.equal(toOperator === undefined && isNamed);
        if (bar !== undefined && toOperator !== undefined) expect(bar).to.deep.equal(toOperator);
      }),
    );
  });

  it('are made right exactly when each release is theirs, early enough, and each field in one of them', () => {
    const many = fc.array(release, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(many, names, department, (releases, fields, provider) => {
        const fault = faultOfProduct({ provider, grant: 'G', fields, at: AT }, releases);
        const all = releases.flatMap((one) => one.fields);
        const isRight =
          releases.every((one) => one.requester === provider && one.grant === 'G' && one.at <= AT + 900) &&
          fields.every((field) => isWithin(field, all));
        expect(fault === undefined).to.equal(isRight);
      }),
      { examples: [[[{ requester: 'A', grant: 'G', fields: ['address'], at: AT }], ['addr'], 'A']] },
    );
  });
});
