import { createPrivateKey, sign } from 'node:crypto';
import { Agent, request } from 'node:https';

import { NetworkError } from '../errors.js';
import { certificationRequest, newPrivateKey } from './keys.js';

/**
 * A client of Fabric CA's REST API (swagger/swagger-fabric-ca.json of fabric-ca v1.5): what its command-line client
 * does, without a process a call.
 */

/** A certificate with its key, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

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
  /** The authority's process, for the sentence of an error. */
  readonly process: string;
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

const TIMEOUT_MS = 20_000;

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
    const attrs = Object.entries(attributes).map(([name, value]) => ({ name, value, ecert: true }));
    const body = { id, type, affiliation: '', attrs, max_enrollments: maxEnrolments };
    const { secret } = (await this.#authorised(registrar, 'register', body)) as { secret: string };
    return secret;
  }

  /** A new certificate for the holder of a certificate. */
  async reenrol(holder: Credential, id: string, options: ReenrolRequest = {}): Promise<Enrolment> {
    const privateKey = options.keepKey ? holder.privateKey : await newPrivateKey();
    const body = {
      certificate_request: await certificationRequest(privateKey, id, options.hosts),
      profile: options.profile,
    };
    const reply = (await this.#authorised(holder, 'reenroll', body)) as CertificateReply;
    return { ...certified(reply), privateKey };
  }

  /** Revokes an identity with all its certificates and answers the new CRL (PEM, RFC 5280). */
  async revoke(registrar: Credential, id: string, reason = 'unspecified'): Promise<string> {
    const { CRL } = (await this.#authorised(registrar, 'revoke', { id, reason, gencrl: true })) as {
      CRL: string;
    };
    return fromBase64(CRL);
  }

  /** The present CRL (PEM). */
  async crl(registrar: Credential): Promise<string> {
    const { CRL } = (await this.#authorised(registrar, 'gencrl', {})) as { CRL: string };
    return fromBase64(CRL);
  }

  close(): void {
    this.#agent.destroy();
  }

  #authorised(caller: Credential, endpoint: string, content: object): Promise<unknown> {
    const body = JSON.stringify({ ...content, caname: this.#options.caName });
    return this.#send('POST', endpoint, body, (path) => token(caller, 'POST', path, body));
  }

  async #send(
    method: 'GET' | 'POST',
    endpoint: string,
    body?: string,
    authorization?: (path: string) => string,
  ): Promise<unknown> {
    const path = `/api/v1/${endpoint}${method === 'GET' ? `?ca=${this.#options.caName}` : ''}`;
    const headers = {
      ...(authorization && { authorization: authorization(path) }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
    };
    const reply = await this.#exchange(method, path, headers, body);
    if (reply.success) return reply.result;
    const reason =
      reply.errors?.map(({ code, message }) => `${message} (code ${code})`).join('; ') ?? 'no reason given';
    throw new NetworkError('CA_REFUSED', { process: this.#options.process, request: endpoint, reason });
  }

  #exchange(
    method: string,
    path: string,
    headers: Record<string, string | number>,
    body?: string,
  ): Promise<Reply> {
    const { host, port, process } = this.#options;
    return new Promise((resolve, reject) => {
      const fail = (cause: Error): void =>
        reject(new NetworkError('CA_UNREACHABLE', { process, reason: cause.message }, { cause }));
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

/** Proof of the caller's key over the whole request: fabric-ca's `util.GenECDSAToken`. */
function token({ certificate, privateKey }: Credential, method: string, path: string, body: string): string {
  const encodedCertificate = toBase64(certificate);
  const payload = [method, toBase64(path), toBase64(body), encodedCertificate].join('.');
  return `${encodedCertificate}.${lowS(payload, privateKey)}`;
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SCALAR_BYTES = 32;

/** An ECDSA signature in the one of its two forms that Fabric accepts: s in the lower half of the order, DER. */
function lowS(payload: string, privateKey: string): string {
  const raw = sign('sha256', Buffer.from(payload), {
    key: createPrivateKey(privateKey),
    dsaEncoding: 'ieee-p1363',
  });
  const s = BigInt(`0x${raw.toString('hex', SCALAR_BYTES)}`);
  const low = s > P256_ORDER / 2n ? P256_ORDER - s : s;
  const scalars = [
    raw.subarray(0, SCALAR_BYTES),
    Buffer.from(low.toString(16).padStart(2 * SCALAR_BYTES, '0'), 'hex'),
  ];
  const content = Buffer.concat(scalars.map(derInteger));
  return Buffer.concat([Buffer.from([0x30, content.length]), content]).toString('base64');
}

function derInteger(scalar: Buffer): Buffer {
  let value = scalar;
  while (value.length > 1 && value[0] === 0) value = value.subarray(1);
  const sign = (value[0] ?? 0) & 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, value.length + sign.length, ...sign]), value]);
}

function certified({ Cert, ServerInfo }: CertificateReply): Certified {
  return { certificate: fromBase64(Cert), caChain: fromBase64(ServerInfo.CAChain) };
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
