import { createStampAuthority, type KeyStore, type StampAuthority } from '@hanlian/certificates';
import type { Vault } from '../callers/vault.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import { endOf, type Ending } from '../vitals/endings.js';
import { reservedSerials } from './serials.js';

const KEY = 'tsa';
const CERTIFICATE = 'tsa~certificate';

export interface StampAuthorityParts {
  readonly vault: Pick<Vault, 'keys' | 'authority'>;
  readonly store: Store;
  readonly writer: GroupWriter;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Opens the hub's time-stamp authority, making its key and certificate the first time. */
export async function openStampAuthority({
  vault,
  store,
  writer,
  clock,
}: StampAuthorityParts): Promise<StampAuthority> {
  const { keys, authority } = vault;
  const signer = await signerOf(keys);
  let certificate = store.getSync(CERTIFICATE)?.toString();
  if (certificate === undefined) {
    const organization = authority.organization;
    certificate = await authority.issue({
      profile: 'timeStampAuthority',
      subject: { organization, commonName: `${organization} time stamps` },
      publicKey: signer.publicKey,
    });
    await writer.write([{ type: 'put', key: CERTIFICATE, value: Buffer.from(certificate) }]);
  }
  return createStampAuthority({
    signer,
    chain: [certificate],
    serials: reservedSerials(store, writer),
    now: () => new Date(clock()),
  });
}

/** When this hub's time-stamp authority ends, where it runs one. */
export function stampAuthorityEndings(store: Store): Ending[] {
  const certificate = store.getSync(CERTIFICATE)?.toString();
  return certificate === undefined ? [] : [endOf('stampAuthority', KEY, certificate)];
}

const signerOf = async (keys: KeyStore): ReturnType<KeyStore['signer']> =>
  (await keys.has(KEY)) ? keys.signer(KEY) : keys.create(KEY);
