import { expect } from 'chai';
import {
  certificateCheckCharacter,
  citizenCheckCharacter,
  diagnoseCertificateIdentifier,
  formatCertificateIdentifier,
  generateCertificateIdentifier,
  generateCitizenNumber,
  generateOrganisationCode,
  generateTypeCode,
  generateUscc,
  looksLikeCitizenNumber,
  organisationCheckCharacter,
  parseCertificateIdentifier,
  parseCitizenNumber,
  parseOrganisationCode,
  parseTypeCode,
  parseRegistrationNumber,
  parseUscc,
  registrationNumberCheckDigit,
  requireCode,
  usccCheckCharacter,
  type CodeResult,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';
import { readVectors } from '../../support/vectors.js';

interface Fault {
  error: string;
  position?: number;
  expected?: string | number;
  received?: string | number;
}
interface Vectors {
  valid: ({ code: string } & Record<string, string>)[];
  invalid: ({ code: string } & Fault)[];
}

/** The parts of a fault a vector speaks of. */
const faultOf = (result: CodeResult<object>, vector: Fault): unknown => {
  expect(result.ok).to.equal(false);
  const { code: error, position, expected, received } = result as Record<string, unknown>;
  const all: Record<string, unknown> = { error, position, expected, received };
  return Object.fromEntries(Object.keys(all).flatMap((key) => (key in vector ? [[key, all[key]]] : [])));
};
const spokenOf = ({ error, position, expected, received }: Fault): unknown =>
  JSON.parse(JSON.stringify({ error, position, expected, received }));

const parsers = {
  uscc: parseUscc,
  organisation: parseOrganisationCode,
  citizen: parseCitizenNumber,
  'certificate-type': parseTypeCode,
} as const satisfies Record<string, (text: string) => CodeResult<object>>;

for (const [name, parse] of Object.entries(parsers)) {
  const { valid, invalid } = readVectors<Vectors>(`codes/${name}.json`);
  describe(`${name} code`, () => {
    for (const { code, ...parts } of valid) {
      it(`reads ${code}`, () => {
        expect(parse(code)).to.deep.equal({ ok: true, ...parts });
      });
    }
    for (const { code, ...fault } of invalid) {
      it(`refuses ${JSON.stringify(code)}: ${fault.error}`, () => {
        const result = parse(code);
        expect(faultOf(result, fault)).to.deep.equal(spokenOf(fault));
        expect((result as { message: object }).message).to.have.all.keys('zh', 'en');
      });
    }
  });
}

describe('what a fault says', () => {
  const messageOf = (result: CodeResult<object>): unknown => (result as { message: unknown }).message;

  it('a wrong length: both lengths', () => {
    expect(messageOf(parseUscc('91350100M000100Y4'))).to.deep.equal({
      zh: '统一社会信用代码应为 18 位，收到 17 位。',
      en: 'A unified social credit code has 18 characters; 17 were received.',
    });
  });

  it('a wrong character: its place counted from 1, and what may stand there', () => {
    expect(messageOf(parseCitizenNumber('1101051949123100X2'))).to.deep.equal({
      zh: '公民身份号码第 17 位“X”不允许，应为 0123456789 之一。',
      en: 'Character 17 of the citizen number is "X"; it must be one of 0123456789.',
    });
  });

  it('a wrong check character: the right one', () => {
    expect(messageOf(parseOrganisationCode('D21435691'))).to.deep.equal({
      zh: '组织机构代码第 9 位校验码为“1”，按其余各位计算应为“X”。',
      en: 'Check character 9 of the organisation code is "1"; the other characters call for "X".',
    });
  });

  it('a region or birth date that cannot be', () => {
    expect(messageOf(parseCitizenNumber('990105194912310021'))).to.deep.equal({
      zh: '公民身份号码前两位不是省级行政区划代码。',
      en: 'The first two digits of the citizen number are no province.',
    });
    expect(messageOf(parseCitizenNumber('110105194902290021'))).to.deep.equal({
      zh: '公民身份号码第 7 至 14 位不是存在的出生日期。',
      en: 'Characters 7 to 14 of the citizen number are no day a person was born on.',
    });
  });

  it('names the code that is wrong', () => {
    expect(messageOf(parseTypeCode('C0135-2019'))).to.deep.include({
      en: 'A certificate type code has 21 characters; 10 were received.',
    });
  });

  it('becomes an error that names the field and never repeats the whole code', () => {
    const refusal = refusalOf(() => requireCode(parseUscc('91350100M000100Y53'), 'issuer'));
    expect(refusal).to.include({ code: 'CHECK_CHARACTER_WRONG', message: refusal.message });
    expect(refusal.details).to.deep.include({ field: 'issuer', position: 17, received: '3' });
    expect(refusal.details.message).to.have.all.keys('zh', 'en');
    expect(requireCode(parseUscc('91350100M000100Y43'), 'issuer').region).to.equal('350100');
    const person = refusalOf(() => requireCode(parseCitizenNumber('110105194912310021'), 'holder'));
    expect(person.message + JSON.stringify(person.details)).not.to.contain('1949');
  });
});

describe('check characters and generated codes', () => {
  it('follow the standards', () => {
    expect(usccCheckCharacter('91350100M000100Y4')).to.equal('3');
    expect(organisationCheckCharacter('D2143569')).to.equal('X');
    expect(organisationCheckCharacter('00000000')).to.equal('0');
    expect(citizenCheckCharacter('11010519491231002')).to.equal('X');
    for (const { body, check } of identifiers.check) expect(certificateCheckCharacter(body)).to.equal(check);
  });

  it('are refused for a body that is not of the code', () => {
    expect(refusalOf(() => usccCheckCharacter('91350100M000100Y43')).details).to.include({
      field: 'body',
      expected: 17,
    });
    expect(refusalOf(() => organisationCheckCharacter('D214356-')).details).to.include({
      position: 7,
      received: '-',
    });
    expect(refusalOf(() => citizenCheckCharacter('1101051949123100X')).code).to.equal('ALPHABET');
    expect(refusalOf(() => certificateCheckCharacter('A1.B')).details).to.include({
      field: 'body',
      position: 2,
    });
  });

  it('make codes that read back as their parts', () => {
    const organisation = generateOrganisationCode('MA4K0001');
    expect(parseOrganisationCode(organisation)).to.include({ ok: true, body: 'MA4K0001' });
    const uscc = generateUscc({ department: '9', kind: '1', region: '420100', organisation: 'MA4K0001' });
    expect(parseUscc(uscc)).to.include({
      ok: true,
      department: '9',
      kind: '1',
      region: '420100',
      organisation,
    });
    const person = { region: '420106', birthDate: '1988-02-29', sequence: '012' };
    expect(parseCitizenNumber(generateCitizenNumber(person))).to.deep.include({ ok: true, ...person });
    const type = generateTypeCode({ authority: uscc, number: '001' });
    expect(parseTypeCode(type)).to.deep.equal({ ok: true, authority: uscc, number: '001' });
    const reference = { type, issuer: uscc, serial: 'ABC', version: '001' };
    expect(parseCertificateIdentifier(generateCertificateIdentifier(reference))).to.deep.include({
      ok: true,
      ...reference,
    });
  });

  it('refuse parts no code can have', () => {
    const uscc = { department: '9', kind: '1', region: '420100', organisation: 'MA4K0001' };
    expect(refusalOf(() => generateUscc({ ...uscc, region: '4201' })).code).to.equal('LENGTH_WRONG');
    expect(refusalOf(() => generateUscc({ ...uscc, organisation: 'MAIK0001' })).code).to.equal('ALPHABET');
    expect(refusalOf(() => generateOrganisationCode('MA')).code).to.equal('LENGTH_WRONG');
    const person = { region: '420106', birthDate: '1988-02-29', sequence: '012' };
    expect(refusalOf(() => generateCitizenNumber({ ...person, birthDate: '1989-02-29' }))).to.deep.include({
      code: 'DATE_IMPOSSIBLE',
    });
    expect(refusalOf(() => generateCitizenNumber({ ...person, region: '990106' })).details.field).to.equal(
      'citizenNumber',
    );
    const type = { authority: '11100000000013127D', number: '0A1' };
    expect(refusalOf(() => generateTypeCode(type)).details).to.include({ field: 'type', position: 19 });
    const reference = { type: 'X', issuer: '11100000000013127D', serial: 'A', version: '001' };
    expect(refusalOf(() => generateCertificateIdentifier(reference)).details).to.include({
      field: 'identifier',
      position: 15,
    });
  });
});

const citizen = readVectors<{
  provinces: string[];
  serialsThatHoldOne: string[];
  serialsThatHoldNone: string[];
}>('codes/citizen.json');

describe('citizen numbers', () => {
  it('are given by the provinces, and by no others', () => {
    for (let region = 0; region < 100; region++) {
      const prefix = String(region).padStart(2, '0');
      const body = `${prefix}010519491231002`;
      const known = parseCitizenNumber(body + citizenCheckCharacter(body)).ok;
      expect(known, prefix).to.equal(citizen.provinces.includes(prefix));
    }
  });

  it('were given to people born in three centuries', () => {
    for (const year of ['1799', '1800', '1900', '2099', '2100']) {
      const body = `110105${year}1231002`;
      const born = parseCitizenNumber(body + citizenCheckCharacter(body)).ok;
      expect(born, year).to.equal(year !== '1799' && year !== '2100');
    }
  });

  for (const serial of citizen.serialsThatHoldOne) {
    it(`are seen in the serial ${serial}`, () => {
      expect(looksLikeCitizenNumber(serial)).to.equal(true);
    });
  }
  for (const serial of citizen.serialsThatHoldNone) {
    it(`are not seen in the serial ${JSON.stringify(serial)}`, () => {
      expect(looksLikeCitizenNumber(serial)).to.equal(false);
    });
  }
});

type Identifier = Record<'identifier' | 'type' | 'issuer' | 'serial' | 'version' | 'check', string>;
const identifiers = readVectors<{
  check: { body: string; check: string }[];
  valid: Identifier[];
  foreign: (Identifier & { findings: Fault[]; why: string })[];
  unreadable: ({ identifier: string } & Fault)[];
  expectedForm: string;
}>('codes/certificate-identifier.json');

describe('registration numbers (GS 15-2006)', () => {
  it('carry the check digit of ISO 7064 MOD 11,10', () => {
    expect(parseRegistrationNumber('110108000000016')).to.deep.include({
      ok: true,
      authority: '110108',
      sequence: '00000001',
      check: '6',
    });
    expect(registrationNumberCheckDigit('11010800000001')).to.equal('6');
    expect(refusalOf(() => registrationNumberCheckDigit('1101080000001')).code).to.equal('LENGTH_WRONG');
  });

  it('are refused by length, character and check digit', () => {
    const code = (text: string): string =>
      refusalOf(() => requireCode(parseRegistrationNumber(text), 'subject')).code;
    expect(code('1101080000000')).to.equal('LENGTH_WRONG');
    expect(code('11010800000001X')).to.equal('ALPHABET');
    expect(code('110108000000061')).to.equal('CHECK_CHARACTER_WRONG');
  });
});

describe('certificate identifiers (GB/T 36904)', () => {
  for (const { identifier, ...parts } of identifiers.valid) {
    it(`reads and writes ${identifier}`, () => {
      expect(parseCertificateIdentifier(identifier)).to.deep.equal({ ok: true, ...parts });
      expect(diagnoseCertificateIdentifier(identifier)).to.deep.equal({ ok: true, ...parts, findings: [] });
      expect(formatCertificateIdentifier(parts)).to.equal(identifier);
    });
  }

  for (const { identifier, findings, why, ...parts } of identifiers.foreign) {
    it(`diagnoses ${identifier} (${why}), and never issues it`, () => {
      const diagnosis = requireCode(diagnoseCertificateIdentifier(identifier), 'identifier');
      expect(diagnosis).to.deep.include(parts);
      expect(diagnosis.findings.map(({ code, position }) => ({ error: code, position }))).to.deep.equal(
        findings,
      );
      expect(parseCertificateIdentifier(identifier)).to.deep.equal(diagnosis.findings[0]);
    });
  }

  for (const { identifier, ...fault } of identifiers.unreadable) {
    it(`cannot read ${JSON.stringify(identifier)}`, () => {
      for (const parse of [parseCertificateIdentifier, diagnoseCertificateIdentifier]) {
        expect(faultOf(parse(identifier), fault)).to.deep.equal(spokenOf(fault));
      }
    });
  }

  it('says which form was expected', () => {
    expect(parseCertificateIdentifier('C0135-2019')).to.deep.include({
      code: 'ALPHABET',
      position: 5,
      received: '-',
    });
    expect(parseCertificateIdentifier('x')).to.include({ expected: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.' });
    const malformed = parseCertificateIdentifier('C0135');
    expect(malformed).to.deep.include({ code: 'IDENTIFIER_MALFORMED', expected: identifiers.expectedForm });
    expect((malformed as { message: { zh: string; en: string } }).message).to.deep.equal({
      zh: '证照标识应为 1.2.156.3005.2.类型代码.发证机构代码.流水号（至多 64 位）.版本（3 位数字）.校验位。',
      en: 'A certificate identifier reads 1.2.156.3005.2.<type>.<issuer>.<serial, at most 64>.<version, 3 digits>.<check>.',
    });
  });

  it('says that versions begin with 001', () => {
    const zero = identifiers.valid[0]!;
    const { findings } = requireCode(
      diagnoseCertificateIdentifier(formatCertificateIdentifier({ ...zero, version: '000' })),
      'identifier',
    );
    expect(findings).to.have.lengthOf(1);
    expect(findings[0]).to.deep.include({
      expected: '001 to 999',
      received: '000',
      message: {
        zh: '证照标识的版本从 001 开始。',
        en: 'The versions of a certificate identifier begin with 001.',
      },
    });
  });
});
