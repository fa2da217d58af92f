import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import {
  compareUtf8,
  decodeBlock,
  encodeBlock,
  encodeEnvelope,
  headerBytes,
  isLowS,
  varint,
} from '@hanlian/gateway/ledger/fabric-messages/index';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { stateHashOf } from '@hanlian/gateway/ledger/embedded/state-hash';
import { call, endorse, makeWorld, signed, type World } from '../../support/embedded.js';

/** What the generated classes make of the same message. */
const again = (
  type: { deserializeBinary(bytes: Uint8Array): { serializeBinary(): Uint8Array } },
  bytes: Uint8Array,
): Buffer => Buffer.from(type.deserializeBinary(bytes).serializeBinary());

describe('Fabric’s messages', () => {
  let world: World;
  let host: EmbeddedLedger;

  before(async () => {
    world = await makeWorld();
    host = await world.open();
  });

  after(async () => {
    await host.close();
    await world.remove();
  });

  it('encodes proposals, transactions and envelopes as the generated classes do', async () => {
    const ledger = host.forOrganisation('BureauMSP');
    const { client } = world.bureau;
    const proposal = await ledger.propose(client.identity, call('putUnseen', 'key', 'value'));
    expect(again(peer.Proposal, proposal.bytes)).to.deep.equal(Buffer.from(proposal.bytes));
    const endorsed = await endorse(ledger, client, call('putUnseen', 'key', 'value'));
    expect(again(common.Payload, endorsed.bytes)).to.deep.equal(Buffer.from(endorsed.bytes));
    const { 0: action } = peer.Transaction.deserializeBinary(
      common.Payload.deserializeBinary(endorsed.bytes).getData_asU8(),
    ).getActionsList();
    const payload = action?.getPayload_asU8() ?? new Uint8Array();
    expect(again(peer.ChaincodeActionPayload, payload)).to.deep.equal(Buffer.from(payload));
    const envelope = encodeEnvelope(endorsed.bytes, await signed(client, endorsed));
    expect(again(common.Envelope, envelope)).to.deep.equal(Buffer.from(envelope));
  });

  it('encodes a block as the generated classes do, and reads it back', () => {
    const content = {
      header: { number: 300, previousHash: Buffer.alloc(32, 1), dataHash: Buffer.alloc(32, 2) },
      envelopes: [Buffer.from('first'), Buffer.from('second')],
      signature: { header: Buffer.from('header'), signature: Buffer.from('signature') },
      codes: ['VALID', 'MVCC_READ_CONFLICT'],
      commitHash: Buffer.alloc(32, 3),
    };
    const bytes = encodeBlock(content);
    expect(again(common.Block, bytes)).to.deep.equal(Buffer.from(bytes));
    const read = decodeBlock(bytes);
    expect(read.header.number).to.equal(300);
    expect(read.codes).to.deep.equal(content.codes);
    expect(Buffer.from(read.commitHash)).to.deep.equal(content.commitHash);
  });

  it('writes a block header as ASN.1, with a sign octet where the number needs one', () => {
    const header = { number: 128, previousHash: Buffer.of(1), dataHash: Buffer.of(2) };
    expect(headerBytes(header).toString('hex')).to.equal('300a02020080040101040102');
  });

  it('orders keys as UTF-8 does, not as UTF-16', () => {
    const keys = ['\u{10ffff}', '\uffff', '证', 'a', 'ab', ''];
    const byBytes = [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect([...keys].sort(compareUtf8)).to.deep.equal(byBytes);
    expect([...keys].sort()).not.to.deep.equal(byBytes);
  });

  it('counts in base 128', () => {
    expect([0, 127, 128, 300, 2 ** 31].map((value) => varint(value).toString('hex'))).to.deep.equal([
      '00',
      '7f',
      '8001',
      'ac02',
      '8080808008',
    ]);
  });

  it('takes only well-formed signatures with s in the lower half', () => {
    const low = Buffer.from('300602010102' + '0101', 'hex');
    expect(isLowS(low)).to.equal(true);
    for (const bad of ['', '30', '300602010102010100', '3006020101020100', '300602010102017f00', '020101']) {
      expect(isLowS(Buffer.from(bad, 'hex')), bad).to.equal(false);
    }
  });

  it('binds the state hash to codes, writes and the hash before, whatever the order of writing', () => {
    const write = (key: string, value: string | undefined): Parameters<typeof stateHashOf>[2][number] => ({
      namespace: 'n',
      collection: '',
      key: Buffer.from(key),
      value: value === undefined ? undefined : Buffer.from(value),
      version: { block: 1, transaction: 0 },
    });
    const before = Buffer.alloc(32);
    const hash = stateHashOf(before, ['VALID'], [write('a', '1'), write('b', undefined)]);
    expect(stateHashOf(before, ['VALID'], [write('b', undefined), write('a', '1')])).to.deep.equal(hash);
    expect(stateHashOf(before, ['VALID'], [write('a', '2'), write('b', undefined)])).not.to.deep.equal(hash);
    expect(stateHashOf(before, ['BAD_PAYLOAD'], [write('a', '1'), write('b', undefined)])).not.to.deep.equal(
      hash,
    );
    expect(stateHashOf(hash, ['VALID'], [write('a', '1'), write('b', undefined)])).not.to.deep.equal(hash);
  });
});
