import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Binaries } from '../binaries.js';
import { baseEnvironment } from '../configuration/environment.js';
import { readJson, writeJson } from '../files.js';
import { run } from '../processes/command.js';
import type { Peer, Topology } from '../topology/schema.js';
import type { Administrator } from './administrator.js';

/** A group of a channel's configuration, in the JSON of `configtxlator`; only what is changed here. */
interface Group {
  readonly groups: Readonly<Record<string, Group>>;
  readonly values: Readonly<Record<string, { value: { config: MspConfig } }>>;
}

interface MspConfig {
  revocation_list: string[];
}

interface Config {
  readonly channel_group: Group;
}

/**
 * Makes the channel refuse an organisation's revoked certificates: its CRL becomes part of its MSP on the channel. The
 * organisation's own administrator may change its own MSP; nobody else has to sign.
 *
 * @param crl PEM; it replaces the list the channel has.
 */
export async function publishCrl(
  administrator: Administrator,
  peer: Peer,
  crl: string,
  topology: Topology,
  binaries: Binaries,
): Promise<void> {
  const { mspId } = administrator.organisation;
  const encoded = Buffer.from(crl).toString('base64');
  await changeConfiguration(administrator, peer, topology, binaries, ({ channel_group: { groups } }) => {
    for (const part of [groups['Application'], groups['Orderer']]) {
      const msp = part?.groups[mspId]?.values['MSP'];
      if (msp) msp.value.config.revocation_list = [encoded];
    }
  });
}

/** Fetches the configuration, lets `change` edit it, and submits the difference. */
async function changeConfiguration(
  administrator: Administrator,
  peer: Peer,
  { channel }: Topology,
  binaries: Binaries,
  change: (config: Config) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-channel-'));
  const file = (name: string): string => join(folder, name);
  const translate = (...args: string[]): Promise<string> =>
    run(binaries.fabric('configtxlator'), args, { environment: baseEnvironment(), process: 'configtxlator' });
  const decode = (type: string, from: string, to: string): Promise<string> =>
    translate('proto_decode', '--type', type, '--input', file(from), '--output', file(to));
  const encode = (type: string, from: string, to: string): Promise<string> =>
    translate('proto_encode', '--type', type, '--input', file(from), '--output', file(to));
  try {
    await administrator.ordered(peer, 'channel', 'fetch', 'config', file('block.pb'), '-c', channel);
    await decode('common.Block', 'block.pb', 'block.json');
    const config = configOf(readJson(file('block.json')));
    writeJson(file('before.json'), config);
    change(config);
    writeJson(file('after.json'), config);
    await Promise.all(
      ['before', 'after'].map((name) => encode('common.Config', `${name}.json`, `${name}.pb`)),
    );
    if (readFileSync(file('before.pb')).equals(readFileSync(file('after.pb')))) return;
    const versions = ['--original', file('before.pb'), '--updated', file('after.pb')];
    await translate('compute_update', '--channel_id', channel, ...versions, '--output', file('update.pb'));
    await decode('common.ConfigUpdate', 'update.pb', 'update.json');
    writeJson(file('envelope.json'), envelope(channel, readJson(file('update.json'))));
    await encode('common.Envelope', 'envelope.json', 'envelope.pb');
    await administrator.ordered(peer, 'channel', 'update', '-f', file('envelope.pb'), '-c', channel);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function configOf(block: unknown): Config {
  const { data } = block as { data: { data: { payload: { data: { config: Config } } }[] } };
  const [transaction] = data.data;
  if (!transaction) throw new Error('the configuration block is empty');
  return transaction.payload.data.config;
}

const CONFIG_UPDATE = 2;

function envelope(channel: string, update: unknown): object {
  return {
    payload: {
      header: { channel_header: { channel_id: channel, type: CONFIG_UPDATE } },
      data: { config_update: update },
    },
  };
}
