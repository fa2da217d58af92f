import { hostsOf } from '../configuration/ca.js';
import type { Organisation } from '../topology/schema.js';
import type { RegisterRequest } from '@hanlian/ca-client';

/** The organisation's administrator: joins channels, approves chaincode. */
export const ADMIN = 'admin';
/** Whose TLS certificate the organisation's chaincode processes serve under. */
export const CHAINCODE = 'chaincode';

/** An identity to make: what it is, and the host names of its TLS certificate if it has one. */
export interface PlannedIdentity extends Omit<RegisterRequest, 'maxEnrolments'> {
  /** Whether it has a certificate that signs. */
  readonly signs: boolean;
  readonly tlsHosts?: readonly string[];
}

/** Each identity an organisation starts with. */
export function plannedIdentities({ host, peers, orderers, identities }: Organisation): PlannedIdentity[] {
  const hosts = (name: string): string[] => [name, ...hostsOf(host)];
  return [
    ...peers.map(({ name }) => ({ id: name, type: 'peer' as const, signs: true, tlsHosts: hosts(name) })),
    ...orderers.map(({ name }) => ({
      id: name,
      type: 'orderer' as const,
      signs: true,
      tlsHosts: hosts(name),
    })),
    { id: ADMIN, type: 'admin', signs: true, tlsHosts: [ADMIN] },
    { id: CHAINCODE, type: 'client', signs: false, tlsHosts: hosts(CHAINCODE) },
    ...identities.map(({ name, attributes }) => ({
      id: name,
      type: 'client' as const,
      attributes,
      signs: true,
    })),
  ];
}
