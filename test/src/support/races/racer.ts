import '../quiet.js';
import { createPrivateKey, sign } from 'node:crypto';
import { ecdsaSigner } from '@hanlian/certificates';
import { sharingBytes } from '@hanlian/chaincode/domain';
import { connectionOptions, openFabricLedger } from '@hanlian/gateway/ledger/fabric/index';
import type { Endorsed, Ledger } from '@hanlian/gateway/ledger/port';
import { createLimit } from '@hanlian/gateway/storage/limit';
import { random16 } from '../contracts/people.js';
import { pullOf } from '../contracts/sharing.js';
import type { Asked, Codes, FromRacer, Orders, ToRacer } from './orders.js';
import { encoded, endorse, type Asking } from './port-ledger.js';

/**
 * One process of a race: has all its pulls endorsed while every slot is free, says so, and at a word sends them all. What
 * the ledger makes of them is counted by validation code.
 */
const IN_FLIGHT = 32;

const tell = (message: FromRacer): void => void process.send!(message);

const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let asked = 0;

/** The ledger of the parent process, call by call. */
function parentsLedger(): Pick<Ledger, Asked['method']> {
  const ask =
    (method: Asked['method']) =>
    (...args: unknown[]): Promise<never> =>
      new Promise<unknown>((resolve, reject) => {
        const n = ++asked;
        waiting.set(n, { resolve, reject });
        // A signal crosses no process.
        tell({ asked: { n, method, args: method === 'status' ? args.slice(0, 1) : args } });
      }) as Promise<never>;
  return { propose: ask('propose'), endorse: ask('endorse'), submit: ask('submit'), status: ask('status') };
}

async function askingFor({ reach }: Orders): Promise<Asking & { close(): Promise<void> }> {
  if (reach.kind === 'parent') {
    const { mspId, certificate, key } = reach;
    const signer = ecdsaSigner(createPrivateKey(key));
    return {
      ledger: parentsLedger() as Ledger,
      identity: { mspId, certificate },
      sign: (message) => signer.sign(message),
      close: () => Promise.resolve(),
    };
  }
  const options = await connectionOptions(reach.connection, reach.identity);
  const ledger = await openFabricLedger(options);
  const { identity, signer } = options.reader;
  return { ledger, identity, sign: (message) => signer.sign(message), close: () => ledger.close() };
}

function pullInto(asking: Asking, orders: Orders, slot: number): Promise<Endorsed> {
  const { consent, chaincode, bank, evidence } = orders;
  const statement = pullOf(consent, { recipientKey: bank.keyId, issuedAt: Math.floor(Date.now() / 1000) });
  const signature = sign('sha256', sharingBytes(statement), bank.privateKey).toString('base64url');
  return endorse(asking, {
    chaincode,
    function: 'sharing:pull',
    arguments: [JSON.stringify({ v: 1, id: consent, intent: statement.intent, slot })],
    transient: encoded({ pull: { v: 1, statement, signature, salt: random16() }, evidence }),
  });
}

async function race(orders: Orders, go: Promise<unknown>): Promise<Codes> {
  const { pulls, first, limit } = orders;
  const asking = await askingFor(orders);
  const limited = createLimit(IN_FLIGHT);
  const slots = Array.from({ length: pulls }, (_, i) => ((first + i) % limit) + 1);
  const endorsed = await Promise.all(slots.map((slot) => limited(() => pullInto(asking, orders, slot))));
  tell({ endorsed: endorsed.length });
  await go;
  const codes: Codes = {};
  await Promise.all(
    endorsed.map(({ bytes, message, transactionId }) =>
      limited(async () => {
        await asking.ledger.submit(bytes, await asking.sign(message));
        const { code } = await asking.ledger.status(transactionId);
        codes[code] = (codes[code] ?? 0) + 1;
      }),
    ),
  );
  await asking.close();
  return codes;
}

const { promise: gone, resolve: start } = Promise.withResolvers<unknown>();

// Whoever started it has heard it, or is gone.
process.once('disconnect', () => process.exit());
process.on('message', (message: ToRacer) => {
  if ('go' in message) start(undefined);
  if ('answered' in message) {
    const { answered, value, error } = message;
    const call = waiting.get(answered)!;
    waiting.delete(answered);
    if (error === undefined) call.resolve(value);
    else call.reject(new Error(error));
  }
  if ('orders' in message) {
    void race(message.orders, gone).then((codes) => tell({ codes }));
  }
});
