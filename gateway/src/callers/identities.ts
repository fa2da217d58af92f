import type { KeyStore } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Identity } from '../ledger/port.js';
import type { Signatory } from '../outbox/submission.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { Attributes, Enroller } from './enroller.js';

const PREFIX = 'idn~';

/** The X.509 identities this hub signs transactions with. Certificates lie in the store, keys in the key store. */
export class Identities {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #keys: KeyStore;
  readonly #enroller: Enroller;
  readonly #mspId: string;
  readonly #known = new Map<string, Signatory>();

  constructor(
    mspId: string,
    {
      store,
      writer,
      keys,
      enroller,
    }: { store: Store; writer: GroupWriter; keys: KeyStore; enroller: Enroller },
  ) {
    this.#mspId = mspId;
    this.#store = store;
    this.#writer = writer;
    this.#keys = keys;
    this.#enroller = enroller;
  }

  /** Makes an identity, or gives the one of that name. */
  async enrol(name: string, attributes: Attributes): Promise<Signatory> {
    if (this.#store.getSync(PREFIX + name) === undefined) {
      const signer = (await this.#keys.has(name))
        ? await this.#keys.signer(name)
        : await this.#keys.create(name);
      const certificate = await this.#enroller.enrol(name, signer, attributes);
      await this.#writer.write([{ type: 'put', key: PREFIX + name, value: Buffer.from(certificate) }]);
    }
    return this.signatory(name);
  }

  /** @throws {HanlianError} INTERNAL when there is none of that name */
  async signatory(name: string): Promise<Signatory> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const certificate = this.#store.getSync(PREFIX + name)?.toString();
    if (certificate === undefined) throw new HanlianError('INTERNAL', `This hub has no identity ${name}`);
    const identity: Identity = { mspId: this.#mspId, certificate };
    const signatory = { identity, signer: await this.#keys.signer(name) };
    this.#known.set(name, signatory);
    return signatory;
  }
}
