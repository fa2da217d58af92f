import { organizationCodeOf } from '../../authority/names.js';
import { sealersFault, sm2Fault, unvouched } from '../../verification/checks/issuer.js';
import type { Finding, IssuerSource, VerificationContext } from '../../verification/types.js';
import type { SealResult, VerifiedSeal } from '../../seal/verified.js';
import type { CreditReport } from '../schema.js';

/** The seals of a report; `sm2Seal` undefined: it has none. */
export interface ReportSeals {
  readonly seal: SealResult;
  readonly sm2Seal: SealResult | undefined;
}

/** Whether the credit office that the enterprise let release it has sealed it, with keys that were live. */
export const issuer = (
  report: CreditReport,
  { seal, sm2Seal }: ReportSeals,
  context: VerificationContext,
): Promise<Finding> | Finding => {
  if (!seal.ok || sm2Seal?.ok === false) return { code: 'NO_SEAL' };
  if (!context.issuers) return { code: 'NO_SOURCE' };
  const uses = [...unvouched(seal).uses, ...(sm2Seal ? unvouched(sm2Seal, 'SM2').uses : [])];
  return judge(report, { ...unvouched(seal), uses }, context, context.issuers);
};

type Uses = ReturnType<typeof unvouched>;

const judge = async (
  { issuedAt, consent }: CreditReport,
  uses: Uses,
  context: VerificationContext,
  issuers: IssuerSource,
): Promise<Finding> => {
  const { provider } = consent.signed.statement;
  const fault = await officeFault(provider, { sealedAt: issuedAt, ...uses }, context, issuers);
  if (fault) return fault;
  const [{ seal }, sm2] = uses.uses as readonly [{ seal: VerifiedSeal }, unknown];
  const department = organizationCodeOf(seal.certificate) as string;
  const missing = sm2 === undefined ? await sm2Fault(department, issuedAt, issuers) : undefined;
  return missing ?? { code: 'REPORT_ISSUER_VALID', data: { department } };
};

/** Why who sealed is no credit office, or not that one or its successor, with keys that were live. */
export const officeFault = async (
  office: string,
  sealing: Omit<Parameters<typeof sealersFault>[0], 'issuer'>,
  context: VerificationContext,
  issuers: IssuerSource,
): Promise<Finding | undefined> => {
  const fault = await sealersFault({ issuer: office, ...sealing }, context, issuers);
  if (fault) return fault;
  const kind = (await issuers.department(office))?.kind;
  return kind === 'credit' ? undefined : { code: 'REPORT_OFFICE_WRONG', data: { department: office } };
};
