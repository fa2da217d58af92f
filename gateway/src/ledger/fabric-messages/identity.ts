import { msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../port.js';

/** An identity as it stands in every signature header: `msp.SerializedIdentity`, the certificate in PEM. */
export function serializeIdentity(identity: Identity): Uint8Array {
  const message = new msp.SerializedIdentity();
  message.setMspid(identity.mspId);
  message.setIdBytes(Buffer.from(identity.certificate, 'utf8'));
  return message.serializeBinary();
}

/** Reads `msp.SerializedIdentity`. Throws when the bytes are no such message. */
export function parseIdentity(bytes: Uint8Array): Identity {
  const message = msp.SerializedIdentity.deserializeBinary(bytes);
  return {
    mspId: message.getMspid(),
    certificate: Buffer.from(message.getIdBytes_asU8()).toString('utf8'),
  };
}
