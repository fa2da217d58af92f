import { writeSync } from 'node:fs';
import { receiptDigest } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Caller } from '@hanlian/gateway/services/types';
import { NEIGHBOUR } from '../../support/sharing-city.js';
import { openProvider, productOf, queryFor } from './provider.js';

const STDOUT = 1;
const AT_ONCE = 16;
const [, , folder = ''] = process.argv;
const operator = { department: NEIGHBOUR } as Caller;

const provider = await openProvider(folder);
writeSync(STDOUT, 'open\n');

/** Gives data and products of it away until it is killed, and says each time which record stands for it: that has gone out. */
async function giveAway(): Promise<never> {
  for (;;) {
    const question = queryFor();
    const { outcome, data } = await provider.release.answer(question, '127.0.0.1');
    if (data === undefined) throw new Error('nothing was released');
    const { id } = question.asked.query;
    writeSync(STDOUT, `data ${id} ${receiptDigest(nodeHashes.sha256, outcome)}\n`);
    const product = productOf(id);
    const { receipt } = await provider.onward.handOn(operator, product);
    writeSync(STDOUT, `data ${product.id} ${receiptDigest(nodeHashes.sha256, receipt)}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, giveAway));
