import { expect } from 'chai';
import { factOn, generateCitizenNumber, type DerivedFact } from '@hanlian/chaincode/domain';

const title = { zh: '事实', en: 'Fact' };
const over18: DerivedFact = { name: 'over18', title, kind: 'ageAtLeast', field: 'born', years: 18 };
const rich: DerivedFact = {
  name: 'rich',
  title,
  kind: 'amountAtLeast',
  field: 'capital',
  fen: '10000000000',
};

describe('domain: facts that follow from a field', () => {
  it('reach an age on the day after the birthday (法释〔2006〕1号 art. 2)', () => {
    const born = { born: '2008-05-20' };
    expect(factOn(over18, born, '2026-05-19')).to.equal(false);
    expect(factOn(over18, born, '2026-05-20')).to.equal(false);
    expect(factOn(over18, born, '2026-05-21')).to.equal(true);
  });

  it('know the birthday from a citizen number, and that of 29 February', () => {
    const number = generateCitizenNumber({ region: '420100', birthDate: '2008-02-29', sequence: '002' });
    expect(factOn(over18, { born: number }, '2026-02-28')).to.equal(false);
    expect(factOn(over18, { born: number }, '2026-03-01')).to.equal(true);
  });

  it('take nobody for old who is not born yet', () => {
    expect(factOn(over18, { born: '9999-01-01' }, '2026-01-01')).to.equal(false);
  });

  it('compare amounts as numbers, however long', () => {
    expect(factOn(rich, { capital: '10000000000' }, '2026-01-01')).to.equal(true);
    expect(factOn(rich, { capital: '9999999999' }, '2026-01-01')).to.equal(false);
  });

  it('tell nothing where the field is empty, missing or no such value', () => {
    expect(factOn(over18, { born: null }, '2026-01-01')).to.equal(null);
    expect(factOn(over18, {}, '2026-01-01')).to.equal(null);
    expect(factOn(over18, { born: 'yesterday' }, '2026-01-01')).to.equal(null);
    expect(factOn(rich, { capital: '1e9' }, '2026-01-01')).to.equal(null);
  });
});
