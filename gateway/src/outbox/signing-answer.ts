import { formatInstant, type JsonObject, type SigningAnswer, type ToSign } from '@hanlian/chaincode/domain';
import type { HeldState } from './outcome.js';
import type { Waiting } from './signing-desk.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A write its caller signs, as it stands. */
export function signingOf(id: string, state: HeldState): JsonObject {
  return answerOf(id, state);
}

function answerOf(id: string, state: HeldState): SigningAnswer {
  if ('answer' in state) return { id, state: 'done', sign: [], outcome: state.answer as JsonObject };
  if ('refusal' in state) {
    const { code, message } = state.refusal;
    return { id, state: 'refused', sign: [], refusal: { code, detail: message } };
  }
  const sign = state.waiting.map(toSign);
  return { id, state: sign.length === 0 ? 'working' : 'waiting', sign };
}

function toSign({ ref, stage, unsigned, description, expiresAt }: Waiting): ToSign {
  const { channel, chaincode, function: name, arguments: given, timestamp, creator, endorsed } = description;
  return {
    step: ref.step,
    stage,
    transactionId: unsigned.transactionId,
    bytes: text(unsigned.bytes),
    message: text(unsigned.message),
    digest: text(unsigned.digest),
    expiresAt: formatInstant(Math.floor(expiresAt / 1000)),
    description: {
      channel,
      chaincode,
      function: name,
      arguments: [...given],
      timestamp,
      mspId: creator.mspId,
      ...(endorsed && {
        endorsed: {
          endorsers: [...endorsed.endorsers],
          result: endorsed.result,
          writes: endorsed.effects.writes.map(({ key }) => key),
        },
      }),
    },
  };
}
