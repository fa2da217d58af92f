import { existsSync, readFileSync } from 'node:fs';

import { type AuthorityName, REGISTRAR, type RegistrarSecrets } from '../configuration/ca.js';
import { NetworkError } from '../errors.js';
import { writeSecret, writeWhole } from '../files.js';
import type { IdentityLayout, OrganisationLayout } from '../layout.js';
import type { Organisation } from '../topology/schema.js';
import { CaClient, type Credential, type RegisterRequest } from '@hanlian/ca-client';
import { type Roots, writeMsp, writeSigner, writeTls } from './msp.js';
import { type PlannedIdentity, plannedIdentities } from './plan.js';

/** An organisation's certificate authority, seen by its own registrar. */
export class Authority {
  readonly #organisation: Organisation;
  readonly #layout: OrganisationLayout;
  readonly #clients: Readonly<Record<AuthorityName, CaClient>>;

  constructor(organisation: Organisation, layout: OrganisationLayout) {
    if (!existsSync(layout.caRoot)) throw new NetworkError('NO_CA', { process: organisation.ca.name });
    this.#organisation = organisation;
    this.#layout = layout;
    const { ca, host } = organisation;
    const client = (caName: AuthorityName): CaClient =>
      new CaClient({
        name: ca.name,
        host,
        port: ca.port,
        caName,
        tlsRoot: readFileSync(layout.caRoot, 'utf8'),
      });
    this.#clients = { ca: client('ca'), tlsca: client('tlsca') };
  }

  /** Whether both authorities answer. */
  async available(): Promise<boolean> {
    const answers = await Promise.all([this.#clients.ca.available(), this.#clients.tlsca.available()]);
    return answers.every(Boolean);
  }

  /** Enrols the registrars, then every identity the organisation starts with, all at once. */
  async enrolAll(secrets: RegistrarSecrets): Promise<void> {
    const [signing, tls] = await Promise.all(
      (['ca', 'tlsca'] as const).map((name) => this.#enrolRegistrar(name, secrets[name])),
    );
    if (!signing || !tls) return;
    const roots: Roots = { signing, tls };
    writeMsp(this.#layout.msp, roots);
    writeMsp(this.#layout.ordererMsp, roots);
    await Promise.all(plannedIdentities(this.#organisation).map((identity) => this.#issue(identity, roots)));
  }

  async #enrolRegistrar(name: AuthorityName, secret: string): Promise<string> {
    const { certificate, privateKey, caChain } = await this.#clients[name].enrol({ id: REGISTRAR, secret });
    const registrar = this.#registrarFiles(name);
    writeSecret(registrar.privateKey, privateKey);
    writeWhole(registrar.certificate, certificate);
    return caChain;
  }

  async #issue(identity: PlannedIdentity, roots: Roots): Promise<void> {
    const files = this.#layout.identity(identity.id);
    await Promise.all([
      identity.signs && this.#issueSigner(identity, files, roots),
      identity.tlsHosts && this.#issueTls(identity, identity.tlsHosts, files, roots),
    ]);
  }

  async #issueSigner(
    { id, type, attributes }: RegisterRequest,
    files: IdentityLayout,
    roots: Roots,
  ): Promise<void> {
    const secret = await this.#clients.ca.register(this.#registrar('ca'), { id, type, attributes });
    writeSigner(files, await this.#clients.ca.enrol({ id, secret }), roots);
  }

  async #issueTls(
    { id, type }: RegisterRequest,
    hosts: readonly string[],
    files: IdentityLayout,
    roots: Roots,
  ): Promise<void> {
    const secret = await this.#clients.tlsca.register(this.#registrar('tlsca'), { id, type });
    writeTls(files, await this.#clients.tlsca.enrol({ id, secret, profile: 'tls', hosts }), roots.tls);
  }

  /** Registers and enrols one more client, for example a department, and answers where its files are. */
  async enrol(id: string, attributes: Readonly<Record<string, string>>): Promise<IdentityLayout> {
    const files = this.#layout.identity(id);
    await this.#issueSigner({ id, type: 'client', attributes }, files, this.#roots());
    return files;
  }

  /** New certificates over the same keys for one identity, signing and TLS. */
  async renew(identity: PlannedIdentity): Promise<void> {
    const files = this.#layout.identity(identity.id);
    const roots = this.#roots();
    if (identity.signs) {
      const holder = read(files.certificate, files.privateKey);
      writeSigner(files, await this.#clients.ca.reenrol(holder, identity.id, { keepKey: true }), roots);
    }
    if (identity.tlsHosts) {
      const { certificate, privateKey } = files.tls;
      const options = { profile: 'tls', hosts: identity.tlsHosts, keepKey: true } as const;
      const renewed = await this.#clients.tlsca.reenrol(read(certificate, privateKey), identity.id, options);
      writeTls(files, renewed, roots.tls);
    }
  }

  /** Renews the registrars' own certificates. */
  async renewRegistrars(): Promise<void> {
    for (const name of ['ca', 'tlsca'] as const) {
      const renewed = await this.#clients[name].reenrol(this.#registrar(name), REGISTRAR, { keepKey: true });
      writeWhole(this.#registrarFiles(name).certificate, renewed.certificate);
    }
  }

  /** Revokes an identity's signing certificates. */
  revoke(id: string, reason?: string): Promise<void> {
    return this.#clients.ca.revoke(this.#registrar('ca'), id, reason);
  }

  /** The CRL (PEM) of all that is revoked, whoever had it revoked. */
  revoked(): Promise<string> {
    return this.#clients.ca.crl(this.#registrar('ca'));
  }

  close(): void {
    for (const client of Object.values(this.#clients)) client.close();
  }

  #registrar(name: AuthorityName): Credential {
    const { certificate, privateKey } = this.#registrarFiles(name);
    return read(certificate, privateKey);
  }

  #registrarFiles(name: AuthorityName): IdentityLayout {
    return this.#layout.identity(`${REGISTRAR}.${name}`);
  }

  #roots(): Roots {
    const { root } = this.#layout.identity(plannedIdentities(this.#organisation)[0]?.id ?? '').tls;
    return { signing: readFileSync(this.#layout.caRoot, 'utf8'), tls: readFileSync(root, 'utf8') };
  }
}

function read(certificate: string, privateKey: string): Credential {
  return { certificate: readFileSync(certificate, 'utf8'), privateKey: readFileSync(privateKey, 'utf8') };
}
