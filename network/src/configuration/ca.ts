import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { readJson, writeSecret } from '../files.js';
import type { OrganisationLayout } from '../layout.js';
import type { Organisation } from '../topology/schema.js';

/** The two authorities of one server process: one for identities that sign, one for TLS. */
export type AuthorityName = 'ca' | 'tlsca';

export const REGISTRAR = 'ca-registrar';
/** The attributes contracts decide by, and those that make a hub the registrar of its callers; no others are given. */
const ATTRIBUTES = 'role,dept,hf.Registrar.Roles,hf.Registrar.Attributes,hf.Revoker,hf.GenCRL';
const HOUR = 'h';
const ROOT_YEARS = `131400${HOUR}`;
const CERTIFICATE_YEAR = `8760${HOUR}`;
const CRL_DAY = `24${HOUR}`;
const MAX_PASSWORD_ATTEMPTS = 10;

export type RegistrarSecrets = Readonly<Record<AuthorityName, string>>;

const CONFIGURATION = 'fabric-ca-server-config.yaml';

/**
 * Writes the configuration of an organisation's CA server. Registrar secrets are drawn once and stay in the
 * organisation's folder, readable by its owner only; each is good for one enrolment.
 */
export function writeCaConfiguration(
  organisation: Organisation,
  bind: string,
  layout: OrganisationLayout,
): RegistrarSecrets {
  const secretsFile = join(layout.caHome, 'registrar-secrets.json');
  const known = readJson(secretsFile) as RegistrarSecrets | undefined;
  const secrets = known ?? {
    ca: randomBytes(24).toString('base64url'),
    tlsca: randomBytes(24).toString('base64url'),
  };
  if (!known) writeSecret(secretsFile, JSON.stringify(secrets));
  const { ca, host } = organisation;
  writeSecret(
    join(layout.caHome, CONFIGURATION),
    JSON.stringify({
      ...authority(organisation, 'ca', secrets.ca),
      port: ca.port,
      address: bind,
      tls: { enabled: true },
      cafiles: [join('tlsca', CONFIGURATION)],
      operations: { listenAddress: `${bind}:${ca.operationsPort}` },
      metrics: { provider: 'prometheus' },
      host,
    }),
  );
  writeSecret(
    join(layout.tlsCaHome, CONFIGURATION),
    JSON.stringify(authority(organisation, 'tlsca', secrets.tlsca)),
  );
  return secrets;
}

function authority(organisation: Organisation, name: AuthorityName, secret: string): object {
  const { mspId, host, title } = organisation;
  return {
    ca: { name, reenrollIgnoreCertExpiry: true },
    crl: { expiry: CRL_DAY },
    registry: { maxenrollments: 1, identities: [registrar(secret)] },
    db: { type: 'sqlite3', datasource: 'fabric-ca-server.db' },
    affiliations: {},
    signing: {
      default: { usage: ['digital signature'], expiry: CERTIFICATE_YEAR },
      profiles: {
        tls: {
          usage: ['signing', 'key encipherment', 'server auth', 'client auth', 'key agreement'],
          expiry: CERTIFICATE_YEAR,
        },
      },
    },
    csr: {
      cn: `${name}.${organisation.name}`,
      keyrequest: { algo: 'ecdsa', size: 256 },
      names: [{ C: 'CN', O: title.en, OU: mspId }],
      hosts: hostsOf(host),
      ca: { expiry: ROOT_YEARS, pathlength: 0 },
    },
    cfg: { identities: { passwordattempts: MAX_PASSWORD_ATTEMPTS } },
  };
}

function registrar(secret: string): object {
  return {
    name: REGISTRAR,
    pass: secret,
    type: 'client',
    affiliation: '',
    attrs: {
      'hf.Registrar.Roles': 'peer,orderer,client,admin',
      'hf.Registrar.Attributes': ATTRIBUTES,
      'hf.Revoker': true,
      'hf.GenCRL': true,
    },
  };
}

/** What an organisation's processes are reached as: its host, and this machine's own names. */
export function hostsOf(host: string): string[] {
  return [...new Set([host, 'localhost', '127.0.0.1'])];
}
