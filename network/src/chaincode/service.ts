import { readFileSync } from 'node:fs';

import { readJson, writeWhole } from '../files.js';
import { CHAINCODE } from '../identities/plan.js';
import type { Layout } from '../layout.js';
import type { ChaincodeRecord } from '../processes/state.js';
import { CHAINCODE_SLOTS, type Organisation, type Topology } from '../topology/schema.js';

interface BuilderConfiguration {
  readonly addresses: Readonly<Record<string, string>>;
}

/** Tells every peer's builder where its organisation's process for this chaincode listens and how it proves itself. */
export function announce({ label, slot }: ChaincodeRecord, topology: Topology, layout: Layout): void {
  for (const organisation of topology.organisations) {
    const files = layout.organisation(organisation.name);
    for (const { name } of organisation.peers) {
      const file = files.builderConfiguration(name);
      const { addresses = {} } = (readJson(file) as BuilderConfiguration | undefined) ?? {};
      const peer = files.identity(name).tls;
      const content = {
        addresses: { ...addresses, [label]: chaincodeAddress(organisation, slot) },
        root_cert: readFileSync(files.identity(CHAINCODE).tls.root, 'utf8'),
        client_cert: readFileSync(peer.certificate, 'utf8'),
        client_key: readFileSync(peer.privateKey, 'utf8'),
      };
      writeWhole(file, JSON.stringify(content), 0o600);
    }
  }
}

function chaincodeAddress({ host, chaincodePort }: Organisation, slot: number): string {
  return `${host}:${chaincodePort + slot}`;
}

/** The first chaincode port nobody holds, so that old and new code run side by side while one replaces the other. */
export function freeSlot(records: readonly ChaincodeRecord[]): number {
  const taken = new Set(records.map(({ slot }) => slot));
  return Array.from({ length: CHAINCODE_SLOTS }, (_, slot) => slot).find((slot) => !taken.has(slot)) ?? 0;
}
