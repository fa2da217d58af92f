import { join } from 'node:path';

/**
 * Where a running network keeps its files. Each organisation has a folder of its own, as it would on a host of its own:
 * nothing in it is needed by another organisation except `msp/` and the TLS roots.
 */
export class Layout {
  readonly run: string;

  constructor(run: string) {
    this.run = run;
  }

  get state(): string {
    return join(this.run, 'state.json');
  }

  get lock(): string {
    return join(this.run, 'lock');
  }

  get configuration(): string {
    return join(this.run, 'configuration');
  }

  get organisations(): string {
    return join(this.run, 'organisations');
  }

  /** Written last when certificates are made: without it they are unfinished. */
  get cryptoManifest(): string {
    return join(this.organisations, 'crypto.json');
  }

  get data(): string {
    return join(this.run, 'data');
  }

  /** Names the certificates the ledger data was made under. */
  get dataStamp(): string {
    return join(this.data, 'crypto.json');
  }

  get packages(): string {
    return join(this.run, 'packages');
  }

  get logs(): string {
    return join(this.run, 'logs');
  }

  log(process: string): string {
    return join(this.logs, `${process}.log`);
  }

  genesis(channel: string): string {
    return join(this.configuration, `${channel}.block`);
  }

  /** The TLS roots of every organisation in one file. */
  get tlsRoots(): string {
    return join(this.configuration, 'tls-roots.pem');
  }

  nodeData(node: string): string {
    return join(this.data, node);
  }

  organisation(name: string): OrganisationLayout {
    return new OrganisationLayout(join(this.organisations, name));
  }
}

/** One organisation's folder. */
export class OrganisationLayout {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get connection(): string {
    return join(this.root, 'connection.json');
  }

  /** The organisation's MSP as others know it: roots and node roles, no keys. */
  get msp(): string {
    return join(this.root, 'msp');
  }

  get tlsRoot(): string {
    return join(this.msp, 'tlscacerts', 'tlsca.pem');
  }

  /** The MSP of its orderers: the same as `msp`, except with cryptogen, which cannot put both roles in one. */
  get ordererMsp(): string {
    return join(this.root, 'orderer-msp');
  }

  get caHome(): string {
    return join(this.root, 'ca');
  }

  get tlsCaHome(): string {
    return join(this.caHome, 'tlsca');
  }

  /** The root that signed the CA server's own TLS certificate. */
  get caRoot(): string {
    return join(this.caHome, 'ca-cert.pem');
  }

  /** An identity: of a node (`peer0.bureau`), a user (`admin`, `hub`) or the registrar. */
  identity(name: string): IdentityLayout {
    return new IdentityLayout(join(this.root, 'identities', name));
  }

  /** What the builder writes into this peer's copy of a chaincode's connection. */
  builderConfiguration(peer: string): string {
    return join(this.root, `${peer}.chaincodes.json`);
  }
}

/** An identity's MSP folder (what signs) and TLS folder (what encrypts). */
export class IdentityLayout {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get msp(): string {
    return join(this.root, 'msp');
  }

  get certificate(): string {
    return join(this.msp, 'signcerts', 'cert.pem');
  }

  get privateKey(): string {
    return join(this.msp, 'keystore', 'key.pem');
  }

  get tls(): { certificate: string; privateKey: string; root: string } {
    const tls = join(this.root, 'tls');
    return {
      certificate: join(tls, 'cert.pem'),
      privateKey: join(tls, 'key.pem'),
      root: join(tls, 'ca.pem'),
    };
  }
}
