import { join } from 'node:path';
import { trustedLog, type TrustedLog } from '@hanlian/certificates';
import { formatNoteKey, type Signatories } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { readFileIfPresent } from '../storage/files.js';
import type { PublishedLog } from './published.js';

/** Where an operator puts the logs of ledgers this hub has moved from, as they stood in its last trust file. */
const FORMER = 'former-logs.json';

const written = ({ organisation, keys }: Signatories): { organisation: string; keys: string[] } => ({
  organisation,
  keys: keys.map(formatNoteKey),
});

/** The ledger's own log once it has one, and the former ones. */
export async function trustedLogs(
  folder: string,
  published: PublishedLog,
  origin: () => Promise<string | undefined>,
): Promise<readonly TrustedLog[]> {
  const name = await origin();
  const size = published.head()?.size;
  const former = await formerLogs(folder);
  if (name === undefined || size === undefined) return former;
  const { log, witnesses, quorum, external } = await published.policy(name);
  const checkpoint = await published.note(size);
  return [
    {
      origin: name,
      log: written(log),
      witnesses: witnesses.map(written),
      quorum,
      ...(external && { external: { ...external, witnesses: external.witnesses.map(written) } }),
      ...(checkpoint !== undefined && { checkpoint }),
    },
    ...former,
  ];
}

async function formerLogs(folder: string): Promise<TrustedLog[]> {
  const text = await readFileIfPresent(join(folder, FORMER));
  return text === undefined ? [] : z.array(trustedLog).max(15).parse(JSON.parse(text));
}
