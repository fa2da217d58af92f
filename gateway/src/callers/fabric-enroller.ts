import { X509Certificate, type KeyObject } from 'node:crypto';
import { CaError, type CaClient, type Credential } from '@hanlian/ca-client';
import { createRequest, provenPublicKey, type Signer } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Attributes, Certified, Enroller } from './enroller.js';

/** The organisation's Fabric CA, at which the hub itself is the registrar of its callers. */
export class FabricEnroller implements Enroller {
  readonly #client: CaClient;
  readonly #registrar: Credential;
  readonly #organization: string;

  constructor(client: CaClient, registrar: Credential, organization: string) {
    this.#client = client;
    this.#registrar = registrar;
    this.#organization = organization;
  }

  /** @throws {HanlianError} AUTHORITY_UNAVAILABLE, ENROLMENT_REFUSED */
  enrol(name: string, signer: Signer, attributes: Attributes): Promise<string> {
    const subject = { commonName: name, organization: this.#organization };
    return this.#certificate(name, signer.publicKey, attributes, () => createRequest(signer, subject));
  }

  /** @throws {HanlianError} REQUEST_INVALID, AUTHORITY_UNAVAILABLE, ENROLMENT_REFUSED */
  certify(name: string, request: string, attributes: Attributes): Promise<string> {
    const publicKey = provenPublicKey(request);
    return this.#certificate(name, publicKey, attributes, () => Promise.resolve(request));
  }

  async #certificate(
    name: string,
    publicKey: KeyObject,
    attributes: Attributes,
    request: () => Promise<string>,
  ): Promise<string> {
    try {
      return (await this.#given(name, publicKey)) ?? (await this.#made(name, attributes, await request()));
    } catch (error) {
      throw error instanceof CaError ? refusalOf(name, error) : error;
    }
  }

  /** A certificate for this key whose way here was cut off: an authority certifies an identity once. */
  async #given(name: string, publicKey: KeyObject): Promise<string | undefined> {
    const certificates = await this.#client.certificates(this.#registrar, name);
    return certificates.find((pem) => new X509Certificate(pem).publicKey.equals(publicKey));
  }

  async #made(name: string, { role, department }: Attributes, csr: string): Promise<string> {
    const attributes = { role, dept: department };
    const secret = await this.#client.registerAnew(this.#registrar, { id: name, type: 'client', attributes });
    const { certificate } = await this.#client.certify({ id: name, secret, csr });
    return certificate;
  }

  /** The caller proves its key itself: no registrar takes part, and the authority keeps its attributes. */
  async renew(name: string, { certificate, signer }: Certified): Promise<string> {
    try {
      const holder = { certificate, sign: (message: Uint8Array) => signer.sign(message) };
      return (await this.#client.recertify(holder, await this.#request(name, signer))).certificate;
    } catch (error) {
      throw error instanceof CaError ? refusalOf(name, error) : error;
    }
  }

  /** The authority lists them from then on; peers go by the list once the channel has it. */
  async revoke(name: string): Promise<void> {
    try {
      await this.#client.revoke(this.#registrar, name, 'cessationofoperation');
    } catch (error) {
      throw error instanceof CaError ? refusalOf(name, error) : error;
    }
  }

  #request(name: string, signer: Signer): Promise<string> {
    return createRequest(signer, { commonName: name, organization: this.#organization });
  }
}

const refusalOf = (name: string, error: CaError): HanlianError =>
  error.code === 'CA_UNREACHABLE'
    ? new HanlianError('AUTHORITY_UNAVAILABLE', error.message, {}, { cause: error })
    : new HanlianError('ENROLMENT_REFUSED', `${name}: ${error.message}`, {}, { cause: error });
