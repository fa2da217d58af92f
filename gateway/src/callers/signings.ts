import { X509Certificate, type KeyObject } from 'node:crypto';
import { provenPublicKey } from '@hanlian/certificates';
import {
  HanlianError,
  type IdentityAnswer,
  type IdentityInput,
  type JsonObject,
  type SigningAnswer,
  type SigningQuery,
} from '@hanlian/chaincode/domain';
import type { HeldWrites } from '../outbox/held-writes.js';
import type { LocalPlan, Requests } from '../outbox/requests.js';
import { signingOf } from '../outbox/signing-answer.js';
import type { SigningDesk } from '../outbox/signing-desk.js';
import type { Caller, Idempotency, Services } from '../services/types.js';
import { factsChange, type Callers } from './callers.js';
import type { CallerFacts } from './credential.js';
import type { Identities } from './identities.js';

interface SigningsParts {
  readonly callers: Callers;
  readonly identities: Identities;
  readonly requests: Requests;
  readonly desk: SigningDesk;
  readonly heldWrites: HeldWrites;
}

/** Callers that keep the key which signs their transactions. */
export class Signings {
  readonly #parts: SigningsParts;

  constructor(parts: SigningsParts) {
    this.#parts = parts;
  }

  readonly service: Services['signings'] = {
    hold: (caller, input, once) => this.#hold(caller, input, once),
    list: (caller, { state }) => this.#list(caller, state),
    get: (caller, id) => this.#get(caller, id),
    sign: async (caller, id, { signatures }) => {
      // Whose it is comes first: another's is not there.
      requireOpen(await this.#get(caller, id));
      const given = signatures.map((each) => ({
        ...each,
        signature: Buffer.from(each.signature, 'base64url'),
      }));
      this.#parts.desk.give(id, given);
      return this.#get(caller, id);
    },
    cancel: async (caller, id) => {
      const { state } = await this.#parts.heldWrites.cancel(caller.id, id);
      return signingOf(id, state);
    },
  };

  async #get({ id: caller }: Caller, job: string): Promise<SigningAnswer> {
    const { state, lapsesAt } = await this.#parts.heldWrites.get(caller, job);
    return signingOf(job, state, lapsesAt);
  }

  async #list(caller: Caller, wanted: SigningQuery['state']): Promise<readonly SigningAnswer[]> {
    const found: SigningAnswer[] = [];
    const { heldWrites } = this.#parts;
    const jobs = wanted === 'open' ? heldWrites.open(caller.id) : heldWrites.unsigned(caller.id);
    for await (const job of jobs) {
      const signing = await this.#get(caller, job);
      if ((signing.state in WITHDRAWN ? signing.state : 'open') === wanted) found.push(signing);
    }
    return found;
  }

  /** An authority certifies a name once. */
  async #hold(caller: Caller, { name, request }: IdentityInput, once: Idempotency): Promise<IdentityAnswer> {
    const { callers, identities, requests } = this.#parts;
    let held: CallerFacts | undefined;
    const plan = async (): Promise<LocalPlan> => {
      const identity = `${caller.id}-${name}`;
      const known = callers.facts(caller.id);
      requireFree(identity, known?.former?.includes(identity) || isAnothers(identities, identity));
      requireSameKey(identities.held(identity), provenKey(request));
      const attributes = { role: caller.role, department: caller.department };
      const certificate = await identities.certify(identity, request, attributes);
      const facts = callers.facts(caller.id);
      if (facts === undefined) throw new HanlianError('NOT_FOUND', 'The caller is gone');
      const former = [...(facts.former ?? []), facts.identity].filter((name) => name !== identity);
      held = { ...facts, identity, former };
      return {
        answer: { identity, mspId: identities.mspId, certificate } satisfies JsonObject,
        changes: [identities.holding(identity, certificate), factsChange(held)],
        first: Promise.resolve(),
      };
    };
    const answer = (await requests.once(caller.id, once, plan)) as unknown as IdentityAnswer;
    if (held !== undefined) callers.meet(held);
    return answer;
  }
}

const WITHDRAWN = { lapsed: 'SIGNING_LAPSED', cancelled: 'SIGNING_CANCELLED' } as const;

/** @throws {HanlianError} SIGNING_LAPSED, SIGNING_CANCELLED for a signature that comes too late */
function requireOpen({ state, refusal }: SigningAnswer): void {
  if (state !== 'lapsed' && state !== 'cancelled') return;
  throw new HanlianError(WITHDRAWN[state], refusal?.detail ?? 'It waits for no signature');
}

function provenKey(request: string): KeyObject {
  const key = provenPublicKey(request);
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  throw new HanlianError('FIELD_INVALID', 'Transactions are signed with P-256 keys', {
    field: 'request',
    expected: 'a P-256 key',
  });
}

/** A name that is an identity of this hub, or was one of the caller's before, would bring its certificate along. */
const isAnothers = (identities: Identities, name: string): boolean =>
  identities.has(name) && identities.held(name) === undefined;

function requireFree(name: string, isTaken = false): void {
  if (isTaken) throw new HanlianError('CREDENTIAL_TAKEN', `${name} is taken`, { field: 'name' });
}

function requireSameKey(held: string | undefined, key: KeyObject): void {
  if (held === undefined || new X509Certificate(held).publicKey.equals(key)) return;
  throw new HanlianError('CREDENTIAL_TAKEN', 'The name stands for another key', { field: 'name' });
}
