import { openEmbeddedLedger, type EmbeddedLedgerOptions } from '@hanlian/gateway/ledger/embedded/index';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { createPrivateKey } from 'node:crypto';
import { ecdsaSigner } from '@hanlian/certificates';
import { call, endorse, signed, type Actor } from '../../support/embedded.js';
import { Probe } from '../../support/probe.js';

/** Run as a child: writes until it is killed or refused, and prints each id once it is acknowledged, then the refusal. */
const { options, identity, key } = JSON.parse(process.argv[2] ?? '') as {
  options: Omit<EmbeddedLedgerOptions, 'chaincodes'>;
  identity: Actor['identity'];
  key: string;
};
const privateKey = createPrivateKey(key);
const actor: Actor = { identity, privateKey, signer: ecdsaSigner(privateKey) };
const host = await openEmbeddedLedger({ ...options, chaincodes: [{ name: 'probe', contracts: [Probe] }] });
const ledger = host.forOrganisation(identity.mspId);

async function write(lane: number): Promise<never> {
  for (let index = 0; ; index++) {
    const endorsed = await endorse(
      ledger,
      actor,
      call('putUnseen', `lane${lane}-${index % 5}`, String(index)),
    );
    await ledger.submit(endorsed.bytes, await signed(actor, endorsed));
    const { transactionId, block, code } = await ledger.status(endorsed.transactionId);
    process.stdout.write(`${transactionId} ${block} ${code}\n`);
  }
}

try {
  await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)));
} catch (error) {
  process.stdout.write(`${error instanceof LedgerError ? error.code : String(error)}\n`);
  await host.close();
}
