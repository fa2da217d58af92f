import { Certificate, CertificateChainValidationEngine } from 'pkijs';
import { validatePath, type PathQuestion, type PathResult } from '@hanlian/certificates';
import { exact } from './fuzz/target.js';
import { run, withFolder } from './openssl.js';
import { AUTHORITY, makeCertificate, type Made } from './openssl-authority.js';

/** A root, an issuing authority and a leaf, as openssl makes them where nothing else is said. */
export interface Chain {
  readonly root?: Partial<Made>;
  readonly issuing?: Partial<Made>;
  readonly leaf?: Partial<Made>;
  /** Another authority between the issuing one and the leaf. */
  readonly lower?: Partial<Made>;
}

/** What each says of the same certificates. */
export interface Judged {
  /** The length of the path found, or the fault. */
  readonly ours: string;
  /** `openssl verify -x509_strict`. */
  readonly openssl: boolean;
  /** The chain validation engine of pkijs. */
  readonly pkijs: boolean;
}

export const pathOutcome = (result: PathResult): string =>
  result.ok ? `${result.path.length} certificates` : result.fault;

/** Makes the certificates with openssl and asks all three; `options` are for `openssl verify`. */
export const judgeChain = (
  chain: Chain,
  question: Partial<PathQuestion> = {},
  ...options: string[]
): Promise<Judged> =>
  withFolder({}, async (folder) => {
    const make = (made: Made): Promise<Buffer> => makeCertificate(folder, made);
    const root = await make({ name: 'root', extensions: AUTHORITY, ...chain.root });
    const issuing = await make({ name: 'issuing', by: 'root', extensions: AUTHORITY, ...chain.issuing });
    const lower =
      chain.lower && (await make({ name: 'lower', by: 'issuing', extensions: AUTHORITY, ...chain.lower }));
    const leaf = await make({ name: 'leaf', by: lower ? 'lower' : 'issuing', ...chain.leaf });
    const asked: PathQuestion = {
      certificate: leaf,
      others: lower ? [lower, issuing] : [issuing],
      trusted: [root],
      at: new Date(),
      usage: 'seal',
      ...question,
    };
    const untrusted = (lower ? ['issuing', 'lower'] : ['issuing']).flatMap((name) => [
      '-untrusted',
      `${name}.pem`,
    ]);
    const verify = ['verify', '-x509_strict', '-auth_level', '2', '-CAfile', 'root.pem', ...untrusted];
    const { ok } = await run(folder, [...verify, ...options, 'leaf.pem']);
    return { ours: pathOutcome(validatePath(asked)), openssl: ok, pkijs: await pkijsFindsPath(asked) };
  });

/** Whether pkijs finds a path too. It knows neither SM2 nor what the certificate is to be used for. */
export const pkijsFindsPath = async (question: Omit<PathQuestion, 'usage'>): Promise<boolean> => {
  const read = (bytes: Uint8Array): Certificate => Certificate.fromBER(exact(bytes));
  const engine = new CertificateChainValidationEngine({
    trustedCerts: question.trusted.map(read),
    // The one asked for comes last.
    certs: [...question.others, question.certificate].map(read),
    checkDate: question.at,
  });
  return (await engine.verify()).result;
};
