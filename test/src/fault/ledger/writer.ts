import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { createPrivateKey } from 'node:crypto';
import { ecdsaSigner } from '@hanlian/certificates';
import { call, endorse, signed, type Actor } from '../../support/embedded.js';
import type { WriterInput } from './writer-input.js';
import { Probe } from '../../support/probe.js';

/** Run as a child: writes until it is killed or refused, and prints each id once it is acknowledged, then the refusal. */
const { path, organisations, client, node } = JSON.parse(process.argv[2] ?? '') as WriterInput;
const actorOf = ({ identity, key }: WriterInput['client']): Actor => {
  const privateKey = createPrivateKey(key);
  return { identity, privateKey, signer: ecdsaSigner(privateKey) };
};
const actor = actorOf(client);
const { identity, signer } = actorOf(node);
const host = await openEmbeddedLedger({
  path,
  channel: 'city',
  chaincodes: [{ name: 'probe', contracts: [Probe] }],
  organisations,
  node: { ...identity, signer },
});
const ledger = host.forOrganisation(actor.identity.mspId);

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
