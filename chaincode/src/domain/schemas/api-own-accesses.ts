import { z } from 'zod';
import { accessObjectionStatement, accessViewStatement, objection } from './access-statements.js';
import { accessAnswer } from './api-accesses.js';
import { pageOf } from './api-common.js';
import { findingStandingName } from './api-findings.js';
import { digest, random16, signatureText, usccText } from './common.js';
import { findingReply } from './findings.js';

/** A certificate as its holder shows it, made for one department of the hub and for this purpose alone. */
const presented = {
  /** An SD-JWT that discloses `holders`, with the holder's proof. */
  presentation: z.string().min(1).max(100_000),
  audience: usccText,
};
/** The `query` of the last access of the page before. */
const cursor = random16.optional();

/** Who read my data: asked by an enterprise's signature, or by a certificate that its holder shows. */
export const accessViewInput = z.union([
  z.strictObject({ statement: accessViewStatement, signature: signatureText, cursor }),
  z.strictObject({ ...presented, cursor }),
]);

/** The proof of who shows a certificate has `objectionNonce` of the objection as its nonce, and so covers it. */
export const accessObjectionInput = z.union([
  z.strictObject({ statement: accessObjectionStatement, signature: signatureText }),
  z.strictObject({ ...presented, objection }),
]);

/** An objection as the ledger has it. */
export const objectionAnswer = z.strictObject({
  finding: random16,
  /** Who must answer it, and by when: the first instant at which it is overdue. */
  department: usccText,
  due: z.string(),
  standing: findingStandingName,
  answers: z.array(z.strictObject({ reply: findingReply, by: usccText, at: z.string() })),
});

/** An access to one's own data: who had which fields, when, for what, and under which authority. */
export const ownAccess = accessAnswer
  .pick({ provider: true, requester: true, at: true, query: true, resource: true, fields: true })
  .extend({
    ...accessAnswer.pick({ purpose: true, matter: true, operator: true, system: true }).shape,
    /** Digest of the release's receipt: what its anchor on the ledger covers, and audits are given. */
    receipt: digest,
    authority: z.strictObject({
      grant: random16,
      /** The law it rests on. */
      law: z.string().optional(),
      /** Or one's own consent, which can be withdrawn. */
      consent: random16.optional(),
    }),
    /** Where its operator handed on what it made of it, as far as that may be shown by now. */
    handedOn: accessAnswer.shape.handedOn,
    objection: objectionAnswer.optional(),
  });
export const ownAccessPage = pageOf(ownAccess);

export type AccessViewInput = z.infer<typeof accessViewInput>;
export type AccessObjectionInput = z.infer<typeof accessObjectionInput>;
export type ObjectionAnswer = z.infer<typeof objectionAnswer>;
export type OwnAccess = z.infer<typeof ownAccess>;
