import type { Certified, Revocation, RevocationReason } from '@hanlian/certificates';
import type { Change, Store } from '../storage/store.js';

const PREFIX = 'pkiend~';

/** What a root has revoked, as it is kept: of authorities the ledger knows nothing. Milliseconds since 1970. */
interface Row {
  readonly at: number;
  readonly reason: RevocationReason;
  readonly invalidSince?: number;
}

/** Why an authority ends; of a key that was lost, since when. */
export interface End {
  readonly reason: RevocationReason;
  readonly at: Date;
  readonly invalidSince?: Date | undefined;
}

/** Revokes what stands directly under a root: an issuing authority, or the certificate of time stamps. */
export function endUnder(root: Certified, serial: string, { at, reason, invalidSince }: End): Change {
  const row: Row = {
    at: at.getTime(),
    reason,
    ...(invalidSince && { invalidSince: invalidSince.getTime() }),
  };
  return { type: 'put', key: keyOf(root, serial), value: Buffer.from(JSON.stringify(row)) };
}

/** Whether and why a certificate under a root has ended. */
export function endOfCertificate(store: Store, root: Certified, serial: string): Revocation | undefined {
  const value = store.getSync(keyOf(root, serial));
  return value && revocationOf(serial, value);
}

/** All that a root has revoked, by serial. */
export async function endsUnder(store: Store, root: Certified): Promise<Revocation[]> {
  const start = keyOf(root, '');
  const rows = await store.iterator({ gt: start, lt: `${start}\uffff` }).all();
  return rows.map(([key, value]) => revocationOf(key.slice(start.length), value));
}

const keyOf = (root: Certified, serial: string): string => `${PREFIX}${root}~${serial}`;

function revocationOf(serial: string, value: Buffer): Revocation {
  const { at, reason, invalidSince } = JSON.parse(value.toString()) as Row;
  return {
    serial,
    at: new Date(at),
    reason,
    ...(invalidSince !== undefined && { invalidSince: new Date(invalidSince) }),
  };
}
