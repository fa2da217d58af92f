import { drawNextKey, type KeyStore } from '@hanlian/certificates';
import { rotateHubKey } from '../callers/hub-signer.js';
import { rotateNode } from '../callers/vault.js';
import { ConfigError, type Config } from '../config.js';
import { openVaults, type OpenVault } from '../ground/index.js';
import { storeFolder } from '../places.js';
import { LOG_KEYS, WITNESS_KEYS, type LogKeyName } from '../log/log-keys.js';
import { PUBLISHER } from '../log/published.js';
import { Closing } from '../storage/closing.js';
import { openPrimary } from '../storage/primary.js';
import type { Report } from './report.js';

const KINDS = 'log, witness, statements or node';

/** Gives a hub its next key of a kind; what the former one signed stays signed. The hub must not run. */
export async function rotateKey(config: Config, name = '', kind = ''): Promise<Report> {
  if (!config.hubs.some((hub) => hub.name === name)) throw new ConfigError(`There is no hub ${name} here`);
  const opened = (await openVaults(config)).find(({ hub }) => hub.name === name) as OpenVault;
  const closing = new Closing();
  try {
    // Also where only the key store changes: whoever has the store open runs with the former key.
    const primary = await openPrimary(storeFolder(opened.hub.folder), closing);
    return { lines: await rotations[kindOf(kind)]({ ...opened, ...primary, config }), ok: true };
  } finally {
    await closing.close();
  }
}

type Rotation = (
  hub: OpenVault & Awaited<ReturnType<typeof openPrimary>> & { readonly config: Config },
) => Promise<readonly string[]>;

const rotations = {
  log: async ({ hub, vault }) => {
    if (hub.mspId !== PUBLISHER) throw new ConfigError(`Only the hub of ${PUBLISHER} signs checkpoints`);
    await drawAll(vault.keys, LOG_KEYS);
    return [
      'the log has new keys (Ed25519, SM2); the ledger has them registered when the hub runs again, before they sign',
      'give their verifier keys (GET /v1/trust) to witnesses and monitors, and hand out the new trust file',
    ];
  },
  witness: async ({ vault }) => {
    await drawAll(vault.keys, WITNESS_KEYS);
    return ['the next key cosigns once the hub runs again and the ledger has it registered'];
  },
  statements: async ({ vault, store, writer }) => {
    const { certificate } = await rotateHubKey({ store, writer, ...vault });
    return [
      'trust files and exports are signed by the next key, which the former one vouches for in them',
      'whoever has pinned a former certificate goes on without doing anything; if that key was stolen, have them pin this:',
      certificate.trim(),
    ];
  },
  node: async ({ hub, vault, config }) => {
    if (config.ledger !== 'embedded' || config.hubs[0] !== hub) {
      throw new ConfigError(`${hub.name} keeps no embedded ledger: only its first hub has a node`);
    }
    await rotateNode(hub.folder, vault);
    return [
      'the embedded ledger has a new key and certificate; what it endorsed under those before still counts',
      'run fsck and take a backup: one from before brings the former key back',
    ];
  },
} as const satisfies Readonly<Record<string, Rotation>>;

const kindOf = (kind: string): keyof typeof rotations => {
  if (Object.hasOwn(rotations, kind)) return kind as keyof typeof rotations;
  throw new ConfigError(`There is no key ${kind} to rotate; say ${KINDS}`);
};

async function drawAll(keys: KeyStore, names: readonly LogKeyName[]): Promise<void> {
  for (const [name, algorithm] of names) await drawNextKey(keys, name, algorithm);
}
