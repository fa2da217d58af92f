import {
  generateTypeCode,
  generateUscc,
  parseInstant,
  type LicenseWritten,
  type Written,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';
import { MemoryLedger, type Committed } from './ledger.js';
import { identityOf, Officer, random16, random32 } from './people.js';

/** When the tests' city lives; its registry reaches back a year. */
export const NOW = parseInstant('2026-11-20T02:00:00Z');
export const LAST_YEAR = parseInstant('2025-11-20T00:00:00Z');
export const DAY = 86400;

const body = (organisation: string): string =>
  generateUscc({ department: '1', kind: '1', region: '420100', organisation });

/** Made-up departments with right codes. */
export const MARKET = body('00000001');
export const HOUSING = body('00000002');
export const UNACCREDITED = body('00000003');
export const BANK = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000004' });

const authority = generateUscc({ department: '1', kind: '1', region: '100000', organisation: '00000009' });
/** For organisations, five years, one person. */
export const PERMIT = generateTypeCode({ authority, number: '001' });
/** For persons, each with its own end, two people. */
export const QUALIFICATION = generateTypeCode({ authority, number: '002' });
/** For organisations, without end. */
export const LICENCE = generateTypeCode({ authority, number: '003' });

export const SEAL_KEY = random32();
export const PREPARER = new Officer('OFFICER1');
export const REVIEWER = new Officer('OFFICER2');

export const bilingual = (text: string): { zh: string; en: string } => ({ zh: text, en: text });

/** What a request that makes a record carries; `revision` names the record it changes. */
export const change = (revision?: number): { v: 1; intent: string; expectedRevision?: number } => ({
  v: 1,
  intent: random16(),
  ...(revision !== undefined && { expectedRevision: revision }),
});

export const departmentFacts = (code: string, mspId = 'BureauMSP'): Record<string, unknown> => ({
  code,
  name: bilingual('部门'),
  kind: 'department',
  mspId,
  since: LAST_YEAR,
});

export const typeFacts = (code: string): Record<string, unknown> => ({
  code,
  name: bilingual('证照'),
  holderKinds: ['organisation'],
  fields: [
    {
      name: 'name',
      title: bilingual('名称'),
      kind: 'text',
      required: true,
      sensitivity: 'public',
      maxLength: 200,
    },
  ],
  validity: { kind: 'months', months: 60 },
  templateVersion: 1,
  twoPerson: false,
  provisional: false,
  renewalGraceDays: 30,
  since: LAST_YEAR,
});

/** A ledger and who acts on it. Each call is made by one identity at one claimed time. */
export class City {
  readonly ledger: MemoryLedger;
  now = NOW;

  constructor(ledger = new MemoryLedger()) {
    this.ledger = ledger;
  }

  fork(): City {
    const city = new City(this.ledger.fork());
    city.now = this.now;
    return city;
  }

  async as<Answer = Written>(
    identity: Identity | Promise<Identity>,
    name: string,
    request: unknown,
    transient: Readonly<Record<string, unknown>> = {},
  ): Promise<Committed<Answer>> {
    const call = { function: name, request, transient, at: this.now };
    return this.ledger.submit<Answer>({ identity: await identity, ...call });
  }

  registrar(operation: string, request: unknown): Promise<Committed<Written>> {
    return this.as(identityOf('BureauMSP', 'registrar'), `registry:${operation}`, request);
  }

  /** A clerk's act for a department, the market department's unless said otherwise. */
  clerk<Answer = LicenseWritten>(
    operation: string,
    request: unknown,
    department = MARKET,
  ): Promise<Committed<Answer>> {
    return this.as<Answer>(identityOf('BureauMSP', 'clerk', department), `license:${operation}`, request);
  }

  async read<Answer>(name: string, request: object): Promise<Answer> {
    const { answer } = await this.as<Answer>(identityOf('AuditorMSP', 'auditor'), name, { v: 1, ...request });
    return answer;
  }
}

async function found(): Promise<City> {
  const city = new City();
  for (const code of [MARKET, HOUSING, UNACCREDITED]) {
    await city.registrar('putDepartment', { ...change(), ...departmentFacts(code) });
  }
  await city.registrar('putDepartment', { ...change(), ...departmentFacts(BANK, 'BankMSP'), kind: 'bank' });
  await city.registrar('putType', { ...change(), ...typeFacts(PERMIT) });
  await city.registrar('putType', { ...change(), ...typeFacts(LICENCE), validity: { kind: 'open' } });
  await city.registrar('putType', {
    ...change(),
    ...typeFacts(QUALIFICATION),
    holderKinds: ['person'],
    validity: { kind: 'range' },
    twoPerson: true,
  });
  for (const department of [MARKET, HOUSING]) {
    for (const type of [PERMIT, LICENCE, QUALIFICATION]) {
      await city.registrar('putAccreditation', { ...change(), department, type, since: LAST_YEAR });
    }
    await city.registrar('putSealKey', { ...change(), department, key: SEAL_KEY, since: LAST_YEAR });
    for (const { id: officer, publicKey } of [PREPARER, REVIEWER]) {
      await city.registrar('putOfficerKey', {
        ...change(),
        department,
        officer,
        publicKey,
        since: LAST_YEAR,
      });
    }
  }
  return city;
}

let founded: Promise<City> | undefined;

/** A city with departments, types, keys and accreditation; each caller gets its own. */
export async function city(): Promise<City> {
  founded ??= found();
  return (await founded).fork();
}
