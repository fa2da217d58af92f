import {
  canonicalize,
  utf8Encode,
  type EndingNotice,
  type SignedEndingNotice,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { RunningCity } from './city.js';
import { random16 } from './contracts/people.js';

const OFFICE = DEPARTMENTS.credit.code;

type Change = Partial<EndingNotice> & { readonly signer?: string };

/** A letter of the office's, as its hub sends it about the newest act on a certificate. */
export async function endingLetter(
  city: RunningCity,
  consent: string,
  certificate: string,
  { signer = OFFICE, ...more }: Change = {},
): Promise<SignedEndingNotice> {
  const { exchange, licenses } = city.hub('bureau').administration;
  await licenses.caughtUp();
  let place: Pick<EndingNotice, 'transactionId' | 'block' | 'index'> | undefined;
  for await (const { transactionId, block, index, ...act } of licenses.model.acts()) {
    if (act.certificate === certificate) place = { transactionId, block, index };
  }
  const message: EndingNotice = {
    v: 1,
    kind: 'ending-notice',
    from: OFFICE,
    to: DEPARTMENTS.bankOne.code,
    key: (await exchange.keys.of(signer)).id,
    nonce: random16(),
    issuedAt: Math.floor(Date.now() / 1000),
    consent,
    ...place!,
    ...more,
  };
  return { message, signature: await exchange.keys.sign(signer, utf8Encode(canonicalize(message))) };
}
