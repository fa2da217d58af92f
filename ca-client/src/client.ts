import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:https';

import { ALREADY_REGISTERED, CaError } from './error.js';
import { certificationRequest, newPrivateKey } from './request.js';
import { token, type Credential, type Holder } from './token.js';

/**
 * A client of Fabric CA's REST API (swagger/swagger-fabric-ca.json of fabric-ca v1.5): what its command-line client
 * does, without a process a call.
 */

/** A fresh certificate and the roots it chains to, PEM. */
export interface Certified {
  readonly certificate: string;
  readonly caChain: string;
}

/** The same with the key that was made for it. */
export interface Enrolment extends Certified, Credential {}

export interface EnrolRequest {
  readonly id: string;
  readonly secret: string;
  /** `tls` for a certificate that secures connections; otherwise one that signs. */
  readonly profile?: 'tls';
  /** DNS names and IPv4 addresses for the certificate. */
  readonly hosts?: readonly string[];
}

export interface CertifyRequest extends Omit<EnrolRequest, 'hosts'> {
  /** A PKCS#10 request in PEM, signed by the caller's key. */
  readonly csr: string;
}

export interface RegisterRequest {
  readonly id: string;
  /** The node role: it becomes the certificate's OU, which Fabric's policies read. */
  readonly type: 'client' | 'peer' | 'orderer' | 'admin';
  /** Attributes for the certificate, as chaincode sees them. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** How often the secret may be used; the CA's own limit, 1, unless given. */
  readonly maxEnrolments?: number;
}

export interface ReenrolRequest {
  readonly profile?: 'tls';
  readonly hosts?: readonly string[];
  /** Keep the key, as an orderer's TLS certificate must: the channel pins its public key. */
  readonly keepKey?: boolean;
}

export interface CaClientOptions {
  /** What its owner calls it, for the sentence of an error. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Which authority of the server: `ca` or `tlsca`. */
  readonly caName: string;
  /** PEM of the root that signed the server's TLS certificate. */
  readonly tlsRoot: string;
}

interface Reply {
  readonly success: boolean;
  readonly result: unknown;
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
}

interface CertificateReply {
  readonly Cert: string;
  readonly ServerInfo: { readonly CAChain: string };
}

interface CertificatesReply {
  readonly certs: readonly { readonly PEM: string }[];
}

const TIMEOUT_MS = 20_000;
const SECRET_BYTES = 24;

type Method = 'GET' | 'POST' | 'PUT';

export class CaClient {
  readonly #options: CaClientOptions;
  readonly #agent: Agent;

  constructor(options: CaClientOptions) {
    this.#options = options;
    this.#agent = new Agent({ ca: options.tlsRoot, keepAlive: true, maxSockets: 8 });
  }

  /** Whether the authority answers. */
  async available(): Promise<boolean> {
    await this.#send('GET', 'cainfo');
    return true;
  }

  /** Exchanges an id and its secret for a certificate over a new key. */
  async enrol({ hosts, ...request }: EnrolRequest): Promise<Enrolment> {
    const privateKey = await newPrivateKey();
    const csr = await certificationRequest(privateKey, request.id, hosts);
    return { ...(await this.certify({ ...request, csr })), privateKey };
  }

  /** Exchanges an id and its secret for a certificate over the caller's own key, which stays where it is. */
  async certify({ id, secret, profile, csr }: CertifyRequest): Promise<Certified> {
    const basic = Buffer.from(`${id}:${secret}`).toString('base64');
    const body = JSON.stringify({ certificate_request: csr, profile, caname: this.#options.caName });
    return certified((await this.#send('POST', 'enroll', body, () => `Basic ${basic}`)) as CertificateReply);
  }

  /** Makes an identity known and answers its secret. */
  async register(
    registrar: Credential,
    { id, type, attributes = {}, maxEnrolments }: RegisterRequest,
  ): Promise<string> {
    const attrs = certificateAttributes(attributes);
    const body = { id, type, affiliation: '', attrs, max_enrollments: maxEnrolments };
    const { secret } = (await this.#authorised(registrar, 'POST', 'register', body)) as { secret: string };
    return secret;
  }

  /** The same for an identity that may be known already: it gets these attributes and another secret. */
  async registerAnew(registrar: Credential, request: RegisterRequest): Promise<string> {
    try {
      return await this.register(registrar, request);
    } catch (error) {
      if (!(error instanceof CaError) || !error.numbers.includes(ALREADY_REGISTERED)) throw error;
    }
    const { id, type, attributes = {} } = request;
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const body = { type, attrs: certificateAttributes(attributes), secret };
    await this.#authorised(registrar, 'PUT', `identities/${encodeURIComponent(id)}`, body);
    return secret;
  }

  /** An identity's certificates (PEM) that are neither expired nor revoked. */
  async certificates(registrar: Credential, id: string): Promise<string[]> {
    const query = new URLSearchParams({ id, notexpired: 'true', notrevoked: 'true' });
    const { certs } = (await this.#authorised(
      registrar,
      'GET',
      `certificates?${query.toString()}`,
    )) as CertificatesReply;
    return certs.map(({ PEM }) => PEM);
  }

  /** A new certificate for the holder of a certificate. */
  async reenrol(holder: Credential, id: string, options: ReenrolRequest = {}): Promise<Enrolment> {
    const privateKey = options.keepKey ? holder.privateKey : await newPrivateKey();
    const body = {
      certificate_request: await certificationRequest(privateKey, id, options.hosts),
      profile: options.profile,
    };
    const reply = (await this.#authorised(holder, 'POST', 'reenroll', body)) as CertificateReply;
    return { ...certified(reply), privateKey };
  }

  /**
   * Certifies the holder's key anew; its attributes stay. The proof of the key is the present certificate, which may have
   * expired.
   *
   * @param csr a PKCS#10 request in PEM, signed by the same key
   */
  async recertify(holder: Holder, csr: string): Promise<Certified> {
    const reply = await this.#authorised(holder, 'POST', 'reenroll', { certificate_request: csr });
    return certified(reply as CertificateReply);
  }

  /**
   * Revokes an identity with all its certificates. What was revoked before stays so; the list that the authority would
   * answer with then is empty, which is why `crl` is another question.
   */
  async revoke(registrar: Credential, id: string, reason = 'unspecified'): Promise<void> {
    await this.#authorised(registrar, 'POST', 'revoke', { id, reason });
  }

  /** The present CRL (PEM, RFC 5280). */
  async crl(registrar: Credential): Promise<string> {
    const { CRL } = (await this.#authorised(registrar, 'POST', 'gencrl', {})) as { CRL: string };
    return fromBase64(CRL);
  }

  close(): void {
    this.#agent.destroy();
  }

  #authorised(
    caller: Credential | Holder,
    method: Method,
    endpoint: string,
    content?: object,
  ): Promise<unknown> {
    const body = content && JSON.stringify({ ...content, caname: this.#options.caName });
    return this.#send(method, endpoint, body, (path) => token(caller, method, path, body ?? ''));
  }

  async #send(
    method: Method,
    endpoint: string,
    body?: string,
    authorization?: (path: string) => string | Promise<string>,
  ): Promise<unknown> {
    const path = `/api/v1/${endpoint}${method === 'GET' ? this.#whichAuthority(endpoint) : ''}`;
    const headers = {
      ...(authorization && { authorization: await authorization(path) }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
    };
    const reply = await this.#exchange(method, path, headers, body);
    if (reply.success) return reply.result;
    const errors = reply.errors ?? [];
    const reason = errors.map(({ code, message }) => `${message} (code ${code})`).join('; ');
    throw new CaError({
      code: 'CA_REFUSED',
      authority: this.#options.name,
      request: endpoint.split(/[/?]/, 1)[0],
      reason: reason === '' ? 'no reason given' : reason,
      numbers: errors.map(({ code }) => code),
    });
  }

  #whichAuthority(endpoint: string): string {
    return `${endpoint.includes('?') ? '&' : '?'}ca=${this.#options.caName}`;
  }

  #exchange(
    method: string,
    path: string,
    headers: Record<string, string | number>,
    body?: string,
  ): Promise<Reply> {
    const { host, port, name } = this.#options;
    return new Promise((resolve, reject) => {
      const fail = (cause: Error): void =>
        reject(new CaError({ code: 'CA_UNREACHABLE', authority: name, reason: cause.message, cause }));
      const outgoing = request(
        { host, port, path, method, headers, agent: this.#agent, timeout: TIMEOUT_MS },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', fail);
          incoming.on('end', () => {
            try {
              resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Reply);
            } catch {
              fail(new Error(`answer ${incoming.statusCode ?? 0} is not JSON`));
            }
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }
}

/** Fabric CA reads the attributes it is itself governed by, `hf.…`, from its database; no certificate need tell them. */
function certificateAttributes(attributes: Readonly<Record<string, string>>): object[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value, ecert: !name.startsWith('hf.') }));
}

function certified({ Cert, ServerInfo }: CertificateReply): Certified {
  return { certificate: fromBase64(Cert), caChain: fromBase64(ServerInfo.CAChain) };
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
