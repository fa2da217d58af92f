import {
  createResponder,
  drawSigner,
  issueCertificate,
  readCertificate,
  writeOcspRequest,
  writeRevocationList,
} from '@hanlian/certificates';
import type { Certified, Issuer, Responder, ResponderFor, Revocation } from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { SealCertificates } from './certificates.js';
import { endsUnder } from './ends.js';
import type { Issuers, IssuingAuthority } from './issuers.js';

const PREFIX = 'pkicrl~';
const DAY = 24 * 60 * 60 * 1000;
/** A list is made anew each day, and holds for a week: a verifier may be offline for that long. */
const RENEWED_AFTER = DAY;
const LIST_VALIDITY = 7 * DAY;
const ANSWER_VALIDITY = DAY;
/** A responder's certificate lives 30 days, and is followed by another halfway. */
const RESPONDER_RENEWAL = 15 * DAY;

interface ListRow {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What stands in it, to see whether anything is new. */
  readonly revoked: string;
  /** DER, base64. */
  readonly list: string;
}

/** Who signs a list, and under which name it is kept. */
interface Publisher {
  readonly id: string;
  readonly issuer: Issuer;
}

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly issuers: Issuers;
  readonly certificates: SealCertificates;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What the authority publishes of its certificates: revocation lists and OCSP answers. */
export class Publication {
  readonly #parts: Parts;
  readonly #responder: Responder;
  readonly #appointed = new Map<string, Issuer>();
  /** Lists are made one after another, so that each has its own number. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#responder = createResponder(() => this.#responders, ANSWER_VALIDITY);
  }

  #responders: readonly ResponderFor[] = [];

  /** An issuer's revocation list, DER: as the ledger has it now. */
  list(by: IssuingAuthority): Promise<Buffer> {
    return this.#inTurn(async () => this.#list(by, await this.#parts.certificates.revoked(by)));
  }

  /** A root's list, DER, of the authorities directly under it; undefined: there is no such root. */
  rootList(algorithm: Certified): Promise<Buffer | undefined> {
    return this.#inTurn(async () => {
      const issuer = await this.#parts.issuers.root(algorithm);
      const id = `root-${algorithm.toLowerCase()}`;
      return issuer && this.#list({ id, issuer }, await endsUnder(this.#parts.store, algorithm));
    });
  }

  /** Answers an OCSPRequest, both DER. */
  async answer(request: Uint8Array): Promise<Buffer> {
    const now = new Date(this.#parts.clock());
    this.#responders = await Promise.all(this.#parts.issuers.list().map((by) => this.#responderFor(by, now)));
    return this.#responder.answer(request, now);
  }

  /**
   * How a certificate (DER) and the authority that gave it stand now: an OCSP answer, and the root's list. Of one that is
   * none of ours there is nothing to say.
   */
  async evidenceOf(bytes: Uint8Array): Promise<Buffer[]> {
    const certificate = readCertificate(bytes);
    const given = this.#parts.certificates.find(certificate.serial);
    const by = given && this.#parts.issuers.find(given.issuer);
    if (by === undefined) return [];
    const answer = await this.answer(writeOcspRequest(certificate, by.issuer.certificate).request);
    const list = await this.rootList(by.algorithm);
    return list ? [answer, list] : [answer];
  }

  #inTurn<T>(make: () => Promise<T>): Promise<T> {
    const made = this.#last.then(make);
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #list(by: Publisher, revoked: readonly Revocation[]): Promise<Buffer> {
    const { store, writer, clock } = this.#parts;
    const value = store.getSync(PREFIX + by.id);
    const before = value && (JSON.parse(value.toString()) as ListRow);
    const now = clock();
    const content = JSON.stringify(revoked);
    const isStill = before?.revoked === content && now - before.at < RENEWED_AFTER && now >= before.at;
    if (isStill) return Buffer.from(before.list, 'base64');
    const number = (before?.number ?? 0) + 1;
    const made = await madeList(by, number, now, revoked);
    const row: ListRow = { number, at: now, revoked: content, list: made.toString('base64') };
    await writer.write([{ type: 'put', key: PREFIX + by.id, value: Buffer.from(JSON.stringify(row)) }]);
    return made;
  }

  async #responderFor(by: IssuingAuthority, now: Date): Promise<ResponderFor> {
    const { certificates } = this.#parts;
    return {
      issuer: by.issuer.certificate,
      responder: await this.#appoint(by, now),
      statusOf: (serial) => {
        const given = certificates.find(serial);
        if (given?.issuer !== by.id || !certificates.isRegistered(given)) return 'unknown';
        return certificates.revocation(given) ?? 'good';
      },
    };
  }

  /** A responder's key lives in memory alone: whoever starts anew appoints another. */
  async #appoint(by: IssuingAuthority, now: Date): Promise<Issuer> {
    const known = this.#appointed.get(by.id);
    const isFresh = known && known.certificate.notAfter.getTime() - now.getTime() > RESPONDER_RENEWAL;
    if (isFresh) return known;
    const signer = drawSigner(by.algorithm);
    const subject = { commonName: `OCSP ${by.id}`, organization: 'Hanlian' };
    const body = { profile: 'ocspResponder', subject, publicKey: signer.publicKey } as const;
    const appointed = { signer, certificate: await issueCertificate(body, by.issuer, now) };
    this.#appointed.set(by.id, appointed);
    return appointed;
  }
}

const madeList = (
  { issuer }: Publisher,
  number: number,
  now: number,
  revoked: readonly Revocation[],
): Promise<Buffer> =>
  writeRevocationList(issuer, {
    number,
    thisUpdate: new Date(now),
    nextUpdate: new Date(now + LIST_VALIDITY),
    revoked,
  });
