import { randomBytes } from 'node:crypto';
import {
  createStampAuthority,
  fromPem,
  readCertificate,
  type KeyStore,
  type Serials,
  type StampAuthority,
} from '@hanlian/certificates';
import type { Vault } from '../callers/vault.js';
import { endUnder, type End } from '../pki/ends.js';
import type { Publication } from '../pki/index.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { createLimit } from '../storage/limit.js';
import type { Change, Store } from '../storage/store.js';
import { endOf, type Ending } from '../vitals/endings.js';
import { reservedSerials } from './serials.js';

/** The first key; one that follows has a drawn name after it. */
const FIRST_KEY = 'tsa';
const CERTIFICATE = 'tsa~certificate';
/** Which key the certificate is for; absent: the first. */
const KEY = 'tsa~key';
const NAME_BYTES = 8;

export interface StampAuthorityParts {
  readonly vault: Pick<Vault, 'keys' | 'authority'>;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly publication: Pick<Publication, 'rootList'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A key that is to follow, and what must be on disk before it stamps. */
export interface NextStampKey {
  /** PEM. */
  readonly certificate: string;
  readonly changes: readonly Change[];
}

/** The hub's time-stamp authority. Its tokens carry the list of the root above it: how it stood is known from them. */
export class OwnStampAuthority implements StampAuthority {
  readonly #parts: StampAuthorityParts;
  /** One for all keys: numbers are never given twice. */
  readonly #serials: Serials;
  readonly #adopting = createLimit(1);
  #stamper: StampAuthority;

  private constructor(parts: StampAuthorityParts, serials: Serials, stamper: StampAuthority) {
    this.#parts = parts;
    this.#serials = serials;
    this.#stamper = stamper;
  }

  /** Opens it, making its key and certificate the first time. */
  static async open(parts: StampAuthorityParts): Promise<OwnStampAuthority> {
    const { store, writer, vault } = parts;
    if (store.getSync(CERTIFICATE) === undefined) {
      const signer = await keyNamed(vault.keys, FIRST_KEY);
      const certificate = await certified(parts, signer.publicKey);
      await writer.write([{ type: 'put', key: CERTIFICATE, value: Buffer.from(certificate) }]);
    }
    const serials = reservedSerials(store, writer);
    return new OwnStampAuthority(parts, serials, await stamperOf(parts, serials));
  }

  answer(request: Uint8Array): Promise<Buffer> {
    return this.#stamper.answer(request);
  }

  /** Draws the next key. With an `end` the present certificate is revoked by it. */
  async prepare(end: End | undefined): Promise<NextStampKey> {
    const { vault, store } = this.#parts;
    const name = `${FIRST_KEY}-${randomBytes(NAME_BYTES).toString('hex')}`;
    const { publicKey } = await vault.keys.create(name);
    const certificate = await certified(this.#parts, publicKey);
    const { serial } = readCertificate(fromPem('CERTIFICATE', kept(store)));
    return {
      certificate,
      changes: [
        { type: 'put', key: CERTIFICATE, value: Buffer.from(certificate) },
        { type: 'put', key: KEY, value: Buffer.from(name) },
        ...(end ? [endUnder('ES256', serial, end)] : []),
      ],
    };
  }

  /** Stamps with what is on disk. One after another: none comes late with a key that another has put an end to. */
  adopt(): Promise<void> {
    return this.#adopting(async () => {
      this.#stamper = await stamperOf(this.#parts, this.#serials);
    });
  }
}

/** When this hub's time-stamp authority ends, where it runs one. */
export function stampAuthorityEndings(store: Store): Ending[] {
  const certificate = store.getSync(CERTIFICATE)?.toString();
  return certificate === undefined ? [] : [endOf('stampAuthority', FIRST_KEY, certificate)];
}

const kept = (store: Store): string => (store.getSync(CERTIFICATE) as Buffer).toString();

async function stamperOf(
  { vault, store, publication, clock }: StampAuthorityParts,
  serials: Serials,
): Promise<StampAuthority> {
  // Read in one go: while a signer is fetched, another key may follow with its certificate.
  const certificate = kept(store);
  const key = store.getSync(KEY)?.toString() ?? FIRST_KEY;
  return createStampAuthority({
    signer: await vault.keys.signer(key),
    chain: [certificate],
    serials,
    lists: async () => {
      const list = await publication.rootList('ES256');
      return list ? [list] : [];
    },
    now: () => new Date(clock()),
  });
}

const certified = (
  { vault: { authority } }: StampAuthorityParts,
  publicKey: Awaited<ReturnType<KeyStore['signer']>>['publicKey'],
): Promise<string> =>
  authority.issue({
    profile: 'timeStampAuthority',
    subject: { organization: authority.organization, commonName: `${authority.organization} time stamps` },
    publicKey,
  });

const keyNamed = async (keys: KeyStore, name: string): ReturnType<KeyStore['signer']> =>
  (await keys.has(name)) ? keys.signer(name) : keys.create(name);
