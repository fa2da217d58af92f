import type { Certified } from '@hanlian/certificates';
import { keys, startOfDate, type JsonObject } from '@hanlian/chaincode/domain';
import type { ExchangeKey } from '../exchange/keys.js';
import { ORGANISATIONS } from '../organisations.js';
import type { Hub } from '../hub-types.js';
import { omit } from '../omit.js';
import { allOver } from '../storage/all-over.js';
import { AUDIT_RULE_SETS } from './audit-rules.js';
import { CALENDARS } from './calendars.js';
import { CALLERS, REGISTRAR } from './callers.js';
import { CREDIT_RULE_SETS, type SampleRuleSet } from './credit-rules.js';
import { DEPARTMENTS } from './departments.js';
import { SHARING_AGREEMENT, SHARING_RULE_SETS } from './sharing-rules.js';
import { TYPES } from './types.js';

/** The sample city's registrations go back to here. */
const SINCE = startOfDate('2020-01-01');

const departments = Object.values(DEPARTMENTS);
const types = Object.values(TYPES);
const issuers = [...new Set(types.map(({ issuer }) => issuer))];
/** Seals in SM2 as well: the other departments show what documents with one seal look like. */
const SEALS_IN_BOTH = DEPARTMENTS.drug.code;

interface Registration {
  readonly key: string;
  readonly operation: string;
  readonly facts: JsonObject;
}

/** Registers departments, then what belongs to them, then who may issue what. What an earlier, interrupted run registered is left as it is. */
export async function seedRegistry(bureau: Hub): Promise<void> {
  await registerAll(bureau, departments.map(departmentRegistration));
  const seals = await allOver([
    ...[...issuers, DEPARTMENTS.credit.code].map((code) => sealRegistration(bureau, code)),
    sealRegistration(bureau, SEALS_IN_BOTH, 'SM2'),
  ]);
  const officers = await allOver(
    CALLERS.filter(({ role }) => role === 'clerk').map((clerk) =>
      officerRegistration(bureau, clerk.department.code, clerk.person),
    ),
  );
  await registerAll(bureau, [...types.map(typeRegistration), ...seals, ...officers]);
  await registerAll(bureau, [
    ...types.map(accreditationRegistration),
    ...CALENDARS.map(({ year, ...facts }) => ({
      key: keys.calendar(year),
      operation: 'registry:putCalendar',
      facts: { year, ...facts, holidays: [...facts.holidays], workdays: [...facts.workdays] },
    })),
    {
      key: keys.agreement(SHARING_AGREEMENT.text),
      operation: 'registry:putAgreement',
      facts: { ...SHARING_AGREEMENT, since: SINCE },
    },
  ]);
  // One after the other: none may begin behind one already in force.
  for (const set of [...CREDIT_RULE_SETS, ...AUDIT_RULE_SETS, ...SHARING_RULE_SETS])
    await registerAll(bureau, [ruleSetRegistration(set)]);
}

/** Binds the keys by which departments and banks believe one another, as far as their hubs run here. */
export async function seedExchange(bureau: Hub, hubs: ReadonlyMap<string, Hub>): Promise<void> {
  const bindings = departments.map(async ({ hub, code }): Promise<Registration[]> => {
    const key = await hubs.get(hub)?.administration.exchange.keys.of(code);
    return key === undefined ? [] : [exchangeRegistration(code, key)];
  });
  // Two of a bank's officers decide on a loan; their keys are in the bank's own hub.
  const officers = CALLERS.filter(({ department }) => department.kind === 'bank').map(
    async ({ department: { hub, code }, person }): Promise<Registration[]> => {
      const own = hubs.get(hub);
      return own === undefined ? [] : [await officerRegistration(own, code, person)];
    },
  );
  await registerAll(bureau, (await allOver([...bindings, ...officers])).flat());
}

const exchangeRegistration = (code: string, { id, publicKey }: ExchangeKey): Registration => ({
  key: keys.holderKey(id),
  operation: 'registry:bindHolderKey',
  facts: {
    id,
    holder: { kind: 'organisation', code, publicKey },
    evidence: { kind: 'certificate', digest: id },
    since: SINCE,
  },
});

async function registerAll({ administration }: Hub, registrations: readonly Registration[]): Promise<void> {
  const { licenses } = administration;
  await licenses.caughtUp();
  const missing = registrations.filter(({ key }) => licenses.model.get(key) === undefined);
  await allOver(
    missing.map(({ operation, facts }) => administration.register(REGISTRAR.id, operation, facts)),
  );
}

const departmentRegistration = ({ code, name, kind, hub }: (typeof departments)[number]): Registration => ({
  key: keys.department(code),
  operation: 'registry:putDepartment',
  facts: {
    code,
    name,
    kind,
    mspId: ORGANISATIONS[hub].mspId,
    ...(code === SEALS_IN_BOTH && { sm2SealSince: SINCE }),
    since: SINCE,
  },
});

const typeRegistration = (type: (typeof types)[number]): Registration => ({
  key: keys.type(type.code),
  operation: 'registry:putType',
  facts: { ...omit(type, 'issuer'), since: SINCE },
});

const ruleSetRegistration = ({ name, since, source, body }: SampleRuleSet): Registration => ({
  key: keys.ruleSet(name, since),
  operation: 'registry:putRuleSet',
  facts: { name, since, source: { ...source }, body },
});

const accreditationRegistration = ({ code, issuer }: (typeof types)[number]): Registration => ({
  key: keys.accreditation(issuer, code),
  operation: 'registry:putAccreditation',
  facts: { department: issuer, type: code, since: SINCE },
});

async function sealRegistration(
  { administration }: Hub,
  department: string,
  suite: Certified = 'ES256',
): Promise<Registration> {
  const name = departments.find(({ code }) => code === department)?.name.zh ?? department;
  const { keyDigest: key, chain } = await administration.seals.make({ code: department, name }, suite);
  const certificates = chain.map((certificate) => Buffer.from(certificate).toString('base64url'));
  return {
    key: keys.sealKey(department, key),
    operation: 'registry:putSealKey',
    facts: { department, key, ...(suite === 'SM2' && { suite }), certificates, since: SINCE },
  };
}

async function officerRegistration(
  { administration }: Hub,
  department: string,
  officer: string,
): Promise<Registration> {
  return {
    key: keys.officerKey(department, officer),
    operation: 'registry:putOfficerKey',
    facts: { department, officer, publicKey: await administration.officers.enrol(officer), since: SINCE },
  };
}
