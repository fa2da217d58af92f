import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Binaries } from '../binaries.js';
import { NetworkError } from '../errors.js';
import { writeJson, writeWhole } from '../files.js';
import type { Layout } from '../layout.js';
import type { CryptoMode } from '../processes/state.js';
import type { Topology } from '../topology/schema.js';
import { channelConfiguration } from './configtx.js';

/**
 * Writes core.yaml, orderer.yaml, configtx.yaml and the TLS roots peers start with. The first two are Fabric's own samples of exactly this version with
 * one line changed; everything else is said by environment.
 */
export function writeConfiguration(
  topology: Topology,
  mode: CryptoMode,
  layout: Layout,
  binaries: Binaries,
): void {
  const sample = (file: string): string => readFileSync(join(binaries.sampleConfiguration, file), 'utf8');
  // Fabric 2.5 does not let an empty variable blank this setting.
  const core = replaceLine(sample('core.yaml'), /^( *)endpoint: unix:.*$/m, '$1endpoint:', 'core.yaml');
  // A variable only overrides a setting the file has, and the sample lacks this one.
  const timeout = `$1RPCTimeout: ${topology.ordering.rpcTimeout}\n$&`;
  const orderer = replaceLine(sample('orderer.yaml'), /^( *)SendBufferSize:.*$/m, timeout, 'orderer.yaml');
  writeWhole(join(layout.configuration, 'core.yaml'), core);
  writeWhole(join(layout.configuration, 'orderer.yaml'), orderer);
  writeWhole(layout.tlsRoots, tlsRoots(topology, layout));
  writeJson(join(layout.configuration, 'configtx.yaml'), channelConfiguration(topology, mode, layout));
}

function tlsRoots({ organisations }: Topology, layout: Layout): string {
  return organisations
    .map(({ name }) => readFileSync(layout.organisation(name).tlsRoot, 'utf8').trimEnd() + '\n')
    .join('');
}

function replaceLine(text: string, line: RegExp, replacement: string, file: string): string {
  if (!line.test(text)) {
    throw new NetworkError('BINARIES_WRONG_VERSION', {
      process: file,
      version: `a sample without ${line.source}`,
      supported: '3.1.x, 2.5.x',
    });
  }
  return text.replace(line, replacement);
}
