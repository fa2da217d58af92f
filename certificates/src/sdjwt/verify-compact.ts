import { conclude, resultOf } from '../verification/results.js';
import { CHECK_NAMES, type Verification, type VerificationContext } from '../verification/types.js';
import { openCompact } from './compact.js';
import { attempt, unreadable, verifySdJwt } from './verify.js';

/** Verifies what a QR code said: the presentation it stands for, with the certificates that the registry has for it. */
export const verifyCompact = async (text: string, context: VerificationContext): Promise<Verification> => {
  const opened = attempt(() => openCompact(text));
  if ('code' in opened) return unreadable(opened, context);
  const { department, key } = opened.seal;
  const registered = await context.issuers?.sealKey(department, key).catch(() => undefined);
  const certificates = registered?.certificates;
  if (certificates === undefined) return unsealed(context);
  const shown = attempt(() => ({ text: opened.withCertificates(certificates) }));
  return 'code' in shown ? unreadable(shown, context) : verifySdJwt(shown.text, context);
};

/** Nothing of it can be checked by who does not know whose seal it is under. */
const unsealed = ({ policy }: VerificationContext): Verification =>
  conclude(
    CHECK_NAMES.map((name) =>
      resultOf(name, { code: name === 'seal' ? 'SEAL_CERTIFICATE_UNKNOWN' : 'NO_DOCUMENT' }),
    ),
    policy,
  );
