import { join } from 'node:path';

import { writeJson, writeSecret, writeWhole } from '../files.js';
import type { IdentityLayout } from '../layout.js';
import type { Credential } from '@hanlian/ca-client';

/** The roots an organisation's certificates chain to, PEM. */
export interface Roots {
  readonly signing: string;
  readonly tls: string;
}

const ROOT = join('cacerts', 'ca.pem');
const NODE_ROLES = ['Client', 'Peer', 'Admin', 'Orderer'] as const;

/** Writes the verifying part of an MSP: roots, and which OU stands for which role. */
export function writeMsp(folder: string, roots: Roots): void {
  writeWhole(join(folder, ROOT), roots.signing);
  writeWhole(join(folder, 'tlscacerts', 'tlsca.pem'), roots.tls);
  const roles = NODE_ROLES.map((role): [string, object] => [
    `${role}OUIdentifier`,
    { Certificate: ROOT, OrganizationalUnitIdentifier: role.toLowerCase() },
  ]);
  // JSON is YAML, and Fabric reads it as such.
  writeJson(join(folder, 'config.yaml'), { NodeOUs: { Enable: true, ...Object.fromEntries(roles) } });
}

/** Writes an identity that signs: an MSP folder with certificate and key. */
export function writeSigner(identity: IdentityLayout, credential: Credential, roots: Roots): void {
  writeMsp(identity.msp, roots);
  writeSecret(identity.privateKey, credential.privateKey);
  writeWhole(identity.certificate, credential.certificate);
}

/** Writes what secures a process's connections. */
export function writeTls(identity: IdentityLayout, credential: Credential, root: string): void {
  const { certificate, privateKey, root: rootFile } = identity.tls;
  writeSecret(privateKey, credential.privateKey);
  writeWhole(certificate, credential.certificate);
  writeWhole(rootFile, root);
}
