import type { KeyStore } from '@hanlian/certificates';
import { HanlianError, type TwoPeople } from '@hanlian/chaincode/domain';
import type { Caller } from './types.js';

const keyName = (officer: string): string => `officer-${officer}`;

/** The keys with which a department's people sign under the two-person rule. */
export class Officers {
  readonly #keys: KeyStore;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /** Makes an officer's key, or finds it; gives its public key as base64url DER. */
  async enrol(officer: string): Promise<string> {
    const name = keyName(officer);
    const { publicKey } = (await this.#keys.has(name))
      ? await this.#keys.signer(name)
      : await this.#keys.create(name);
    return publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  }

  /** @throws {HanlianError} OFFICER_UNKNOWN when this hub keeps no key of that officer */
  async requireKey({ person }: Caller): Promise<void> {
    if (await this.#keys.has(keyName(person))) return;
    throw new HanlianError('OFFICER_UNKNOWN', `This hub keeps no key of officer ${person}`);
  }

  /**
   * Both people's signatures over a statement's bytes.
   *
   * @throws {HanlianError} SECOND_PERSON_MISSING, SAME_PERSON_TWICE
   */
  async sign(statement: Uint8Array, preparer: Caller, reviewer: Caller | undefined): Promise<TwoPeople> {
    if (reviewer === undefined) {
      throw new HanlianError('SECOND_PERSON_MISSING', 'A second person must review this before it is done');
    }
    if (reviewer.person === preparer.person) {
      throw new HanlianError('SAME_PERSON_TWICE', `Officer ${preparer.person} cannot review their own act`);
    }
    return { preparer: await this.#by(preparer, statement), reviewer: await this.#by(reviewer, statement) };
  }

  async #by({ person }: Caller, message: Uint8Array): Promise<TwoPeople['preparer']> {
    const signer = await this.#keys.signer(keyName(person));
    return { officer: person, signature: Buffer.from(await signer.sign(message)).toString('base64url') };
  }
}
