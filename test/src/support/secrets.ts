import { base64urlEncode, hexEncode, type Holder } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { Ledger } from '@hanlian/gateway/ledger/port';

/** A certificate's document as its hub keeps it. */
export interface KeptDocument {
  readonly id: string;
  /** What it is kept under. */
  readonly name: string;
  readonly holders: readonly Holder[];
}

/** Every document of a hub, read through its own store. */
export async function keptDocuments({ administration }: Hub): Promise<KeptDocument[]> {
  const { store, documents } = administration.licenses;
  const kept: KeptDocument[] = [];
  for await (const key of store.keys({ gte: 'doc~1.2.156', lt: 'doc~1.2.157' })) {
    const name = key.slice('doc~'.length);
    const { id, holder } = JSON.parse(documents.read(name).toString()) as {
      id: string;
      holder: { holders: Holder[] };
    };
    kept.push({ id, name, holders: holder.holders });
  }
  return kept;
}

/** What must stand in no block: names and numbers of persons, and the bare digests of any holder's. */
export function secretsOf(holders: Iterable<Holder>): string[] {
  return [...holders].flatMap(({ typeCode, code, name }) => {
    const words = typeCode === '111' ? [code, name] : [];
    const hashed = (typeCode === '111' ? [code, name] : [code]).flatMap((word) => {
      const bytes = Buffer.from(word);
      return [nodeHashes.sha256(bytes), nodeHashes.sm3(bytes)];
    });
    const digests = hashed.flatMap((digest) => [hexEncode(digest), base64urlEncode(digest)]);
    return [...words, ...digests];
  });
}

/** Every block whole, as the ledger holds it: arguments, endorsements and signatures too. */
export async function allBlocks(ledger: Ledger): Promise<string> {
  const blocks: string[] = [];
  for (let number = 0; number < (await ledger.height()); number++) {
    blocks.push(Buffer.from((await ledger.blockBytes(number))!).toString('utf8'));
  }
  return blocks.join('\n');
}
