import { X509Certificate } from 'node:crypto';
import { fromPem, provenPublicKey, isSm2Key, type Certified, type Revocation } from '@hanlian/certificates';
import {
  HanlianError,
  type JsonObject,
  type SealCertificateAnswer,
  type SealKey,
} from '@hanlian/chaincode/domain';
import { omit } from '../omit.js';
import type { Plan } from '../outbox/requests.js';
import type { IssuedSeal, Pki, SealCertificate, SealOwner } from '../pki/index.js';
import type { Random } from '../storage/random.js';
import { issuersService } from './issuers.js';
import type { LicenseParts } from './licenses/parts.js';
import { readMoment } from './moments.js';
import { unknownCursor } from './pages.js';
import type { RegistryView } from './registry-view.js';
import { planOf } from './registry.js';
import type { Caller, Services } from './types.js';

type Parts = Pick<
  LicenseParts,
  'requests' | 'random' | 'now' | 'registry' | 'seals' | 'caughtUp' | 'ledger'
> & {
  readonly pki: Pki;
};

/** Seal certificates: given, renewed and revoked for the registrar, published for anyone. */
export function pkiService(parts: Parts): Services['pki'] {
  const { pki, requests, caughtUp } = parts;
  const certify = async (caller: Caller, department: string, request: string): Promise<Plan> => {
    await caughtUp();
    return enrolment(parts, caller, department, request);
  };
  return {
    ...issuersService(parts),
    get: async (serial) => {
      await caughtUp();
      return certificateAnswer(parts, certificateNamed(pki, serial));
    },
    page: async ({ limit, cursor }) => {
      await caughtUp();
      if (cursor !== undefined && pki.certificates.find(cursor) === undefined) throw unknownCursor();
      const found = await pki.certificates.page(limit + 1, cursor);
      const items = found.slice(0, limit).map((given) => certificateAnswer(parts, given));
      const last = items.at(-1);
      return { items, ...(found.length > limit && last && { next: last.serial }) };
    },
    enrol: (caller, { department, request, suite }, once) => {
      const plan = (): Promise<Plan> =>
        request === undefined
          ? keptSeal(parts, caller, department, suite)
          : certify(caller, department, requestAlone(request, suite));
      return requests.write(caller.id, once, plan);
    },
    renew: (caller, serial, { request }, once) => {
      const plan = (): Promise<Plan> => {
        const given = certificateNamed(pki, serial);
        return request === undefined
          ? renewal(parts, caller, given)
          : certify(caller, given.department, request);
      };
      return requests.write(caller.id, once, plan);
    },
    revoke: (caller, serial, input, once) => {
      const plan = async (): Promise<Plan> => {
        await caughtUp();
        return revocation(parts, caller, serial, input);
      };
      return requests.write(caller.id, once, plan);
    },
  };
}

/** Certifies the key a request proves, and registers it: the certificate is on disk before the ledger is asked. */
async function enrolment(
  { pki, registry, random }: Parts,
  { identity }: Caller,
  code: string,
  request: string,
): Promise<Plan> {
  const publicKey = provenPublicKey(request, ['ES256', 'SM2']);
  const algorithm: Certified = isSm2Key(publicKey) ? 'SM2' : 'ES256';
  const issued = await pki.certificates.issue(ownerOf(registry, code), publicKey, algorithm);
  return registration(random, identity, issued, algorithm);
}

function requestAlone(request: string, suite: Certified | undefined): string {
  if (suite === undefined) return request;
  throw new HanlianError('FIELD_INVALID', 'A request says itself what its key is', {
    field: 'suite',
    expected: 'absent beside a request',
  });
}

/** Registers a department's first seal that this hub makes and keeps; of another organisation's it is not ours to keep. */
async function keptSeal(
  { pki, registry, random, seals, ledger, caughtUp }: Parts,
  { identity }: Caller,
  code: string,
  suite: Certified = 'ES256',
): Promise<Plan> {
  await caughtUp();
  const owner = ownerOf(registry, code);
  const { mspId } = registry.department(code) ?? {};
  if (mspId !== ledger.mspId) {
    const details = { field: 'department', received: code };
    throw new HanlianError('WRONG_MSP', `The department is of ${mspId}`, details);
  }
  await seals.make(owner, suite);
  const chain = seals.first(code, suite);
  const serial = new X509Certificate(chain[0]).serialNumber.toLowerCase();
  return registration(random, identity, { given: certificateNamed(pki, serial), chain, changes: [] }, suite);
}

/** The same for a seal whose key this hub keeps: it draws the next one itself, and seals with it once it is registered. */
async function renewal(
  { registry, random, seals, caughtUp }: Parts,
  { identity }: Caller,
  { department, key }: SealCertificate,
): Promise<Plan> {
  await caughtUp();
  const { issued, suite } = await seals.renew(ownerOf(registry, department), key);
  return registration(random, identity, issued, suite);
}

function ownerOf(registry: RegistryView, code: string): SealOwner {
  const department = registry.department(code);
  if (department) return { code, name: department.name.zh };
  const details = { field: 'department', received: code };
  throw new HanlianError('DEPARTMENT_UNKNOWN', `No department ${code} is registered`, details);
}

function registration(
  random: Random,
  identity: string,
  { given, chain, changes }: IssuedSeal,
  algorithm: Certified,
): Plan {
  const period = { since: given.notBefore, until: given.notAfter };
  const certificates = chain.map((pem) => fromPem('CERTIFICATE', pem).toString('base64url'));
  const facts = {
    department: given.department,
    key: given.key,
    ...suiteOf(algorithm),
    certificates,
    ...period,
  };
  const plan = planOf(random, identity, 'putSealKey', facts);
  const answer: JsonObject = { ...plan.job.answer, ...factsOf(given), chain: [...chain] };
  return { ...plan, job: { ...plan.job, answer }, changes };
}

/** How the registry names what a key seals in. */
const suiteOf = (algorithm: Certified): { suite?: 'SM2' } => (algorithm === 'SM2' ? { suite: 'SM2' } : {});

/** Ends a seal key on the ledger, which lists and answers follow. */
function revocation(
  parts: Parts,
  { identity }: Caller,
  serial: string,
  { reason, since }: { reason: Revocation['reason']; since?: string | undefined },
): Plan {
  const { pki, random } = parts;
  const given = certificateNamed(pki, serial);
  const key = keyOf(parts, given);
  const named = {
    department: given.department,
    key: given.key,
    suite: key.suite,
    since: key.since,
    expectedRevision: key.revision,
  };
  if (reason === 'keyCompromise') {
    const compromisedSince = since === undefined ? parts.now() : readMoment(since, 'start', 'since');
    const facts = { ...named, until: key.until, compromisedSince };
    return planOf(random, identity, 'putSealKey', facts);
  }
  const until = Math.min(key.until ?? Infinity, endAt(parts.now(), since));
  const facts = { ...named, until, compromisedSince: key.compromisedSince };
  const plan = planOf(random, identity, 'putSealKey', facts);
  return { ...plan, changes: pki.certificates.note(serial, until, reason) };
}

/** An end that nobody doubts begins when it is said; only a compromise may lie back. */
function endAt(now: number, since: string | undefined): number {
  if (since === undefined) return now;
  throw new HanlianError('FIELD_INVALID', 'Only a compromise may be dated back', {
    field: 'since',
    expected: 'absent, or reason keyCompromise',
  });
}

const keyOf = ({ registry }: Parts, { department, key }: SealCertificate): SealKey => {
  const found = registry.sealKey(department, key);
  if (found !== undefined) return found;
  throw new HanlianError('NOT_FOUND', 'The ledger has no seal key for this certificate');
};

function certificateNamed(pki: Pki, serial: string): SealCertificate {
  const found = pki.certificates.find(serial);
  if (found !== undefined) return found;
  throw new HanlianError('NOT_FOUND', 'This authority gave no certificate of that serial');
}

const factsOf = (given: SealCertificate): Omit<SealCertificateAnswer, 'revocation'> => ({
  ...omit(given, 'v'),
  notBefore: instantOf(given.notBefore),
  notAfter: instantOf(given.notAfter),
});

function certificateAnswer({ pki }: Parts, given: SealCertificate): SealCertificateAnswer {
  const revoked = pki.certificates.revocation(given);
  if (revoked === undefined) return factsOf(given);
  const { at, reason, invalidSince } = revoked;
  return {
    ...factsOf(given),
    revocation: {
      at: at.toISOString(),
      reason,
      ...(invalidSince && { invalidSince: invalidSince.toISOString() }),
    },
  };
}

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
