import { formatInstant, type JsonObject, type SigningAnswer, type ToSign } from '@hanlian/chaincode/domain';
import type { HeldState } from './outcome.js';
import type { Waiting } from './signing-desk.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const ENDED: Readonly<Record<string, SigningAnswer['state']>> = {
  SIGNING_LAPSED: 'lapsed',
  SIGNING_CANCELLED: 'cancelled',
  SIGNING_OVERTAKEN: 'cancelled',
};

/** A write its caller signs, as it stands; `lapsesAt` in milliseconds since 1970. */
export function signingOf(id: string, state: HeldState, lapsesAt?: number): SigningAnswer {
  if ('answer' in state) return { id, state: 'done', sign: [], outcome: state.answer as JsonObject };
  if ('refusal' in state) {
    const { code, message } = state.refusal;
    return { id, state: ENDED[code] ?? 'refused', sign: [], refusal: { code, detail: message } };
  }
  const sign = state.waiting.map(toSign);
  return {
    id,
    state: sign.length === 0 ? 'working' : 'waiting',
    sign,
    ...(lapsesAt !== undefined && { lapsesAt: formatInstant(Math.floor(lapsesAt / 1000)) }),
  };
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
