import { connectionOptions, type Reader } from '@hanlian/gateway/ledger/fabric/index';
import { checkFollows, configIn, configNumberOf, readBlock } from '@hanlian/gateway/ledger/fabric/blocks';
import { ChannelMembers } from '@hanlian/gateway/ledger/fabric/channel';
import {
  blockContent,
  dataHashOf,
  encodeSignatureHeader,
  headerBytes,
  serializeIdentity,
} from '@hanlian/gateway/ledger/fabric-messages/index';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { Client, probeCall } from './client.js';
import { refused } from './refused.js';
import { sharedNetwork } from './shared-network.js';

/** A real block, which each test forges in one way. */
describe('a block from a peer', () => {
  let bureau: Client;
  let reader: Reader;
  let members: ChannelMembers;
  let number: number;
  let block: common.Block;

  const bytesOf = async (ledger: Ledger, at: number): Promise<common.Block> =>
    common.Block.deserializeBinary((await ledger.blockBytes(at)) ?? new Uint8Array());

  before(async () => {
    const network = await sharedNetwork();
    bureau = await Client.open(network, 'bureau');
    ({ reader } = await connectionOptions(network.connection('bureau'), 'hub'));
    ({ block: number } = await bureau.commit(probeCall([{ op: 'put', key: 'forged', value: '1' }])));
    block = await bytesOf(bureau.ledger, number);
    const config = configIn(await bytesOf(bureau.ledger, configNumberOf(block)));
    if (config === undefined) throw new Error('no configuration');
    members = new ChannelMembers(config);
  });

  beforeEach(async () => {
    block = await bytesOf(bureau.ledger, number);
  });

  after(() => bureau.ledger.close());

  const isRefused = async (): Promise<void> => {
    expect(await refused(readBlock(block, members))).to.deep.equal({
      stage: 'stream',
      code: 'LEDGER_BLOCK_FORGED',
    });
  };

  const replaceData = (envelopes: Uint8Array[]): void => {
    block.getData()?.setDataList(envelopes);
    block.getHeader()?.setDataHash(dataHashOf(envelopes));
  };

  /** Signs it as a block is signed, but with a client's key. */
  const signAsClient = async (): Promise<void> => {
    const { header } = blockContent(block);
    const signatureHeader = encodeSignatureHeader(serializeIdentity(reader.identity), Buffer.alloc(24, 1));
    const value = new common.OrdererBlockMetadata().serializeBinary();
    const signature = new common.MetadataSignature();
    signature.setSignatureHeader(signatureHeader);
    signature.setSignature(
      await reader.signer.sign(Buffer.concat([value, signatureHeader, headerBytes(header)])),
    );
    const metadata = new common.Metadata();
    metadata.setValue(value);
    metadata.setSignaturesList([signature]);
    const list = block.getMetadata()?.getMetadataList_asU8() ?? [];
    block.getMetadata()?.setMetadataList([metadata.serializeBinary(), ...list.slice(1)]);
  };

  it('is taken as it came', async () => {
    const read = await readBlock(block, members);
    expect(read).to.deep.equal(await bureau.ledger.block(number));
    expect(read.stateHash).to.have.length(32);
  });

  it('is refused with other data under the same header', async () => {
    block.getData()?.setDataList([]);
    await isRefused();
  });

  it('is refused with other data under a header nobody signed', async () => {
    replaceData([]);
    await isRefused();
  });

  it('is refused without a signature', async () => {
    const list = block.getMetadata()?.getMetadataList_asU8() ?? [];
    block.getMetadata()?.setMetadataList([new Uint8Array(), ...list.slice(1)]);
    await isRefused();
  });

  it('is refused with the signature of a client instead of an orderer', async () => {
    await signAsClient();
    await isRefused();
  });

  it('is refused when the creator of a valid transaction did not sign it', async () => {
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    const envelope = common.Envelope.deserializeBinary(envelopes[0] ?? new Uint8Array());
    envelope.setSignature(await reader.signer.sign(Buffer.from('something else')));
    replaceData([envelope.serializeBinary()]);
    // Whoever could sign blocks could do this: the orderer's signature is left out of it.
    block.getHeader()?.setNumber(0);
    await isRefused();
  });

  it('is refused after another than the one before it', async () => {
    const [before, after] = [await bureau.ledger.block(number - 1), await bureau.ledger.block(number)];
    if (!before || !after) throw new Error('no blocks');
    expect(() => checkFollows(after, before.hash)).not.to.throw();
    expect(() => checkFollows(after, after.hash)).to.throw('does not follow');
  });
});
