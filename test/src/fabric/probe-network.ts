import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetwork, type StartedNetwork } from '@hanlian/network';
import { probe } from './network/probe.js';

/** Starts a network with real authorities and the probe chaincode, at ports of its own. */
export function startProbeNetwork(): Promise<StartedNetwork> {
  return startNetwork({
    run: mkdtempSync(join(tmpdir(), 'hanlian-fabric-')),
    portOffset: 'free',
    chaincodes: [probe],
  });
}
