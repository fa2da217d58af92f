import { X509Certificate } from 'node:crypto';
import {
  HanlianError,
  type CredentialAnswer,
  type CredentialInput,
  type CredentialQuery,
} from '@hanlian/chaincode/domain';
import type { LocalPlan, Requests } from '../outbox/requests.js';
import { readMoment } from '../services/moments.js';
import { Turns } from '../services/tasks/turns.js';
import type { Caller, Idempotency, Page, Services } from '../services/types.js';
import { timed16, type Random } from '../storage/random.js';
import { credentialChange, drawKey, type Callers } from './callers.js';
import { answerOf, stateOf, type CallerFacts, type Credential, type Proof } from './credential.js';
import { publicKeyOf } from './tokens.js';
import { requireScope } from '../services/require-scope.js';

interface CredentialsParts {
  readonly callers: Callers;
  readonly requests: Requests;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** One change: the credentials as they will stand, the one to answer with, and its key where one was drawn. */
interface Change {
  readonly stand: readonly Credential[];
  readonly answer: Credential;
  readonly key?: string;
  /** What fell with it. */
  readonly fell?: readonly string[];
}

const ENDED: ReadonlySet<string> = new Set(['revoked', 'expired']);
const OVERSEE = 'credential:oversee';

/** By what callers prove who they are, as they manage it themselves. */
export class Credentials {
  readonly #parts: CredentialsParts;
  readonly #turns = new Turns();

  constructor(parts: CredentialsParts) {
    this.#parts = parts;
  }

  readonly service: Services['credentials'] = {
    list: (caller, query) => Promise.resolve().then(() => this.#list(caller, query)),
    get: (caller, id) => Promise.resolve().then(() => this.#answer(this.#visible(caller, id))),
    create: (caller, input, once) => this.#change(caller, once, () => this.#create(caller, input)),
    rotate: (caller, id, { overlapSeconds }, once) =>
      this.#change(caller, once, () => this.#rotate(caller, id, overlapSeconds)),
    expire: (caller, id, { expiresAt }, once) =>
      this.#change(caller, once, () => this.#expire(caller, id, readMoment(expiresAt, 'end', 'expiresAt'))),
    revoke: (caller, id, { madeWith }, once) =>
      this.#change(caller, once, () => this.#revoke(caller, id, madeWith === 'revoke')),
  };

  /** One after the other, so that two cannot take the same certificate; what is answered is on disk. */
  #change(caller: Caller, once: Idempotency, decide: () => Change): Promise<CredentialAnswer> {
    const { callers, requests } = this.#parts;
    return this.#turns.of('credentials', async () => {
      let made: Change | undefined;
      const plan = (): LocalPlan => {
        this.#requireStanding(caller);
        made = decide();
        const { answer, stand, fell } = made;
        return {
          answer: { id: answer.id, ...(fell && { fell: [...fell] }) },
          changes: stand.map(credentialChange),
          first: Promise.resolve(),
        };
      };
      const { id, fell } = (await requests.once(caller.id, once, plan)) as { id: string; fell?: string[] };
      for (const credential of made?.stand ?? []) callers.learn(credential);
      return {
        ...this.#answer(this.#visible(caller, id)),
        ...(made?.key && { key: made.key }),
        ...(fell && { fell }),
      };
    });
  }

  /** Whoever had it in hand may have made others with it, and others with those. */
  #revoke(caller: Caller, id: string, withMade: boolean): Change {
    const { now } = this.#parts;
    const credential = this.#visible(caller, id);
    const answer = { revokedAt: now(), ...credential };
    if (!withMade) return { stand: [answer], answer };
    const fallen = this.#madeWith(credential)
      .filter((each) => !ENDED.has(stateOf(each, now())))
      .map((each) => ({ ...each, revokedAt: now() }));
    return { stand: [answer, ...fallen], answer, fell: fallen.map((each) => each.id) };
  }

  /** Those made with it, and those made with these. */
  #madeWith({ id, caller }: Credential): readonly Credential[] {
    const all = this.#parts.callers.credentialsOf(caller);
    const found: Credential[] = [];
    for (let parents = new Set([id]); parents.size > 0;) {
      const made = all.filter(({ createdWith }) => createdWith !== undefined && parents.has(createdWith));
      found.push(...made);
      parents = new Set(made.map((each) => each.id));
    }
    return found;
  }

  #create(caller: Caller, input: CredentialInput): Change {
    const { callers, random, now } = this.#parts;
    const { proof, key, notAfter } = proofOf(input, now());
    if (callers.isTaken(caller.id, proof)) {
      throw new HanlianError('CREDENTIAL_TAKEN', 'It stands for a caller already', { field: input.kind });
    }
    const own = this.#ownOf(caller);
    const asked =
      input.expiresAt === undefined ? own?.expiresAt : readMoment(input.expiresAt, 'end', 'expiresAt');
    const scopes = input.scopes ?? own?.scopes;
    this.#requireHeld(caller, scopes, asked);
    const answer: Credential = {
      v: 1,
      id: timed16(now(), random),
      caller: caller.id,
      name: input.name,
      proof,
      ...(scopes && { scopes }),
      createdAt: now(),
      ...(own && { createdWith: own.id }),
      ...soonest(asked, notAfter),
    };
    return { stand: [answer], answer, ...(key !== undefined && { key }) };
  }

  /** A credential may replace itself; another only if it grants no more. */
  #rotate(caller: Caller, id: string, overlap: number): Change {
    const { random, now } = this.#parts;
    const credential = this.#visible(caller, id);
    if (credential.proof.kind !== 'key') {
      throw new HanlianError('FIELD_INVALID', 'Only a key is rotated; register the new one beside it', {
        field: 'kind',
        expected: 'key',
        received: credential.proof.kind,
      });
    }
    if (credential.caller !== caller.id) throw new HanlianError('FORBIDDEN', 'The key is of another caller');
    requireActive(credential, now());
    if (id !== caller.credential) this.#requireHeld(caller, credential.scopes, credential.expiresAt);
    const { key, digest } = drawKey();
    const { createdAt, expiresAt } = credential;
    const answer: Credential = {
      ...credential,
      id: timed16(now(), random),
      proof: { kind: 'key', digest },
      createdAt: now(),
      ...(caller.credential !== undefined && { createdWith: caller.credential }),
      ...(expiresAt !== undefined && { expiresAt: now() + expiresAt - createdAt }),
    };
    const ending = { ...credential, replacedBy: answer.id, ...soonest(expiresAt, now() + overlap) };
    return { stand: [ending, answer], answer, key };
  }

  #expire(caller: Caller, id: string, expiresAt: number): Change {
    const { now } = this.#parts;
    const credential = this.#visible(caller, id);
    if (expiresAt <= now() || expiresAt > (credential.expiresAt ?? Infinity)) {
      throw new HanlianError('FIELD_INVALID', 'An expiry lies ahead, and is only ever made earlier', {
        field: 'expiresAt',
        expected: 'after now, and no later than it is',
      });
    }
    const stands = stateOf(credential, now());
    if (stands === 'revoked' || stands === 'expired') throw ended(stands);
    const answer = { ...credential, expiresAt };
    return { stand: [answer], answer };
  }

  /** Nobody gives what they do not have, nor for longer. */
  #requireHeld(caller: Caller, scopes: readonly string[] | undefined, expiresAt: number | undefined): void {
    const own = this.#ownOf(caller);
    const missing = scopes?.find((scope) => !caller.scopes.has(scope));
    if (missing !== undefined) {
      throw new HanlianError('SCOPE_NOT_HELD', `The scope ${missing} is not held`, {
        field: 'scopes',
        received: missing,
      });
    }
    if (scopes === undefined && own?.scopes !== undefined) {
      throw new HanlianError('SCOPE_NOT_HELD', 'It grants all that the role has', { field: 'scopes' });
    }
    if ((expiresAt ?? Infinity) > (own?.expiresAt ?? Infinity)) {
      throw new HanlianError('SCOPE_NOT_HELD', 'It would outlive the credential it is made with', {
        field: 'expiresAt',
      });
    }
  }

  /** A request is long on its way: what it came with may have been revoked, with all that was made with it. */
  #requireStanding(caller: Caller): void {
    const own = this.#ownOf(caller);
    if (own === undefined || !ENDED.has(stateOf(own, this.#parts.now()))) return;
    throw new HanlianError('UNAUTHENTICATED', 'The credential was ended while the request was on its way');
  }

  #ownOf({ credential }: Caller): Credential | undefined {
    return credential === undefined ? undefined : this.#parts.callers.credential(credential);
  }

  /** @throws {HanlianError} NOT_FOUND, for another's too */
  #visible({ id: caller, scopes }: Caller, id: string): Credential {
    const credential = this.#parts.callers.credential(id);
    if (credential !== undefined && (credential.caller === caller || scopes.has(OVERSEE))) return credential;
    throw new HanlianError('NOT_FOUND', 'The caller has no such credential');
  }

  #list(caller: Caller, { caller: other, limit, cursor = '' }: CredentialQuery): Page<CredentialAnswer> {
    const { id } = caller;
    if (other !== undefined && other !== id) requireScope(caller, OVERSEE);
    const after = this.#parts.callers.credentialsOf(other ?? id).filter((each) => each.id > cursor);
    const items = after.slice(0, limit).map((each) => this.#answer(each));
    const next = items.at(-1)?.id;
    return { items, ...(after.length > limit && next !== undefined && { next }) };
  }

  #answer(credential: Credential): CredentialAnswer {
    const facts = this.#parts.callers.facts(credential.caller) as CallerFacts;
    return answerOf(credential, facts, this.#parts.now());
  }
}

interface NewProof {
  readonly proof: Proof;
  readonly key?: string;
  /** When a certificate ends of itself. */
  readonly notAfter?: number;
}

function proofOf(input: CredentialInput, now: number): NewProof {
  if (input.kind === 'certificate') return certificateProof(input.certificate, now);
  if (input.kind === 'token') {
    for (const jwk of input.jwks.keys) publicKeyOf(jwk);
    return { proof: { kind: 'token', keys: input.jwks.keys } };
  }
  const { key, digest } = drawKey();
  return { proof: { kind: 'key', digest }, key };
}

function certificateProof(pem: string, now: number): NewProof {
  const certificate = parsed(pem);
  const [from, notAfter] = [certificate.validFromDate, certificate.validToDate].map((date) =>
    Math.floor(date.getTime() / 1000),
  ) as [number, number];
  if (certificate.ca || now < from || now >= notAfter) {
    throw new HanlianError('CERTIFICATE_UNTRUSTED', 'It is an authority’s, or not in force', {
      field: 'certificate',
    });
  }
  return { proof: { kind: 'certificate', fingerprint: fingerprintOf(certificate) }, notAfter };
}

function parsed(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new HanlianError(
      'FIELD_INVALID',
      'This is no certificate in PEM',
      { field: 'certificate', expected: '-----BEGIN CERTIFICATE-----' },
      { cause },
    );
  }
}

/** SHA-256 of a certificate's DER form, in hexadecimal. */
const fingerprintOf = ({ fingerprint256 }: Pick<X509Certificate, 'fingerprint256'>): string =>
  fingerprint256.replaceAll(':', '').toLowerCase();

function requireActive(credential: Credential, now: number): void {
  const state = stateOf(credential, now);
  if (state !== 'active') throw ended(state);
}

const ended = (state: string): HanlianError =>
  new HanlianError('CREDENTIAL_ENDED', `The credential is ${state}`, { received: state });

function soonest(...ends: readonly (number | undefined)[]): { readonly expiresAt?: number } {
  const given = ends.filter((end) => end !== undefined);
  return given.length === 0 ? {} : { expiresAt: Math.min(...given) };
}
