import type { LogKeys } from '../../domain/index.js';
import { BUREAU_MSP, HanlianError, keys, parseNoteKey, schemas } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { isLate, requireFresh } from '../change.js';
import { write } from '../operation.js';
import { written } from '../registry/record.js';

const requireKind = (text: string | undefined, type: string, field: string): void => {
  if (text === undefined) return;
  const key = parseNoteKey(nodeHashes.sha256, text);
  if (key.type === type) return;
  throw new HanlianError('NOTE_KEY_MALFORMED', `A key of type ${key.type} does not sign this`, {
    field,
    expected: type,
    received: key.type,
  });
};

/** An organisation's own keys: the MSP that vouches for the request is the one they are registered for. */
export const putKeys = write(
  'log:putKeys',
  schemas.putLogKeys,
  async ({ state, creator, tx, txTime }, request) => {
    const { intent, log, sm2, witness } = request;
    const { mspId } = creator;
    requireKind(witness, 'cosignature', 'witness');
    requireKind(log, 'ed25519', 'log');
    requireKind(sm2, 'sm2', 'sm2');
    if ((log !== undefined || sm2 !== undefined) && mspId !== BUREAU_MSP) {
      const details = { expected: BUREAU_MSP, received: mspId };
      throw new HanlianError('WRONG_MSP', `${mspId} publishes no checkpoints`, details);
    }
    const key = keys.logKeys(mspId);
    const last = await state.get<LogKeys>(key);
    requireFresh(request, last);
    if (last !== undefined) isLate(txTime, last.txTime);
    const now = [log, sm2, witness];
    const before = last === undefined ? [] : [last.log, last.sm2, last.witness, ...last.former];
    const former = before.filter((text) => text !== undefined && !now.includes(text));
    const record = {
      v: 1,
      mspId,
      ...(log !== undefined && { log }),
      ...(sm2 !== undefined && { sm2 }),
      witness,
      former: [...new Set(former as string[])],
      revision: last === undefined ? 0 : last.revision + 1,
      intent,
      tx,
      txTime,
    } satisfies LogKeys;
    await state.put(key, record);
    return written(key, record);
  },
);
