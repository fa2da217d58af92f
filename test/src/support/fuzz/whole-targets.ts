import { X509Certificate } from 'node:crypto';
import {
  ecdsaSigner,
  readTrust,
  trustStatement,
  verifyBytes,
  verifySm2Seal,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { HanlianError, statementBytes, type JsonObject } from '@hanlian/chaincode/domain';
import { longTerm, type LongTerm } from '../long-term.js';
import { trustIn } from '../trust.js';
import { requireAgreement, type Target } from './target.js';

/** Readers nobody else has: of SM2 seals, of documents with everything in them, of trust files. */
export const wholeTargets = async (): Promise<Target[]> => {
  const kept = await longTerm({ both: true });
  const document: EvidenceDocument = {
    ...(await kept.stamped([await kept.stampList()])),
    revocation: await kept.evidence(),
  };
  const sm2Seal = Buffer.from(document.sm2Seal!, 'base64');
  const content = statementBytes(document.statement);
  const context = kept.context();
  const trust = await signedTrust(kept);
  const signer = new X509Certificate(kept.city.department.certificate).raw;
  return [
    {
      name: 'SM2 seal',
      sample: sm2Seal,
      // The certificates beside the signer's own are the path's business.
      try: (bytes) => {
        const found = verifySm2Seal(bytes, content);
        return Promise.resolve(
          found.ok &&
            requireAgreement(
              bytes.includes(found.signature) && sm2Seal.includes(found.signature),
              'its signer',
            ),
        );
      },
    },
    {
      name: 'whole document',
      sample: Buffer.from(JSON.stringify(document)),
      try: async (bytes) => {
        const { verdict } = await verifyBytes(bytes, context);
        if (verdict !== 'VALID') return false;
        const said = JSON.parse(bytes.toString()) as EvidenceDocument;
        return requireAgreement(signed(said) === signed(document), 'what was signed');
      },
    },
    {
      name: 'trust file',
      sample: trust,
      try: (bytes) =>
        Promise.resolve(
          isTaken(bytes, signer) &&
            requireAgreement(statementIn(bytes).equals(statementIn(trust)), 'its signer'),
        ),
    },
  ];
};

/** What the seals and the stamp cover. */
const signed = ({
  statement,
  seal,
  sm2Seal,
  stamp,
  id,
  holder,
  fields,
  validity,
}: EvidenceDocument): string =>
  JSON.stringify([Buffer.from(statementBytes(statement)).toString(), seal, sm2Seal, stamp?.token, id]) +
  JSON.stringify([
    holder.commitment,
    fields.map((field) => Object.values(field).sort()),
    validity.from,
    validity.to,
  ]);

const statementIn = (bytes: Buffer): Buffer =>
  Buffer.from(trustStatement(JSON.parse(bytes.toString()) as JsonObject));

const signedTrust = async ({ city }: LongTerm): Promise<Buffer> => {
  const bundle = trustIn(city);
  const { certificate, privateKey } = city.department;
  const signature = await ecdsaSigner(privateKey).sign(trustStatement(bundle));
  const value = Buffer.from(signature).toString('base64');
  return Buffer.from(
    JSON.stringify({ ...bundle, signature: { algorithm: 'ecdsa-p256-sha256', certificate, value } }),
  );
};

const isTaken = (bytes: Buffer, signer: Uint8Array): boolean => {
  try {
    readTrust(bytes, [signer]);
    return true;
  } catch (error) {
    if (error instanceof HanlianError) return false;
    throw error;
  }
};
