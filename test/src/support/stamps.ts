import { createPrivateKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStampAuthority, ecdsaSigner, type StampAuthority } from '@hanlian/certificates';
import { run, withFolder } from './openssl.js';

/** A time-stamp authority whose keys and certificates openssl made, as another organisation's would be. */
export interface Stamper {
  readonly authority: StampAuthority;
  /** PEM. */
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
}

const EXTENSIONS = {
  usual: 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n',
  alsoTls: 'extendedKeyUsage=critical,timeStamping,serverAuth\n',
} as const;

export const stamper = (now?: () => Date, extensions: keyof typeof EXTENSIONS = 'usual'): Promise<Stamper> =>
  withFolder({ 'tsa.ext': EXTENSIONS[extensions] }, async (folder) => {
    const openssl = async (...args: string[]): Promise<void> => {
      const { ok, output } = await run(folder, args);
      if (!ok) throw new Error(output);
    };
    const authority = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await openssl(
      'req',
      '-x509',
      ...authority,
      ...ec,
      '-keyout',
      'root.key',
      '-subj',
      '/O=Audit/CN=Root',
      '-out',
      'root.pem',
    );
    await openssl('req', '-new', ...ec, '-keyout', 'tsa.key', '-subj', '/O=Audit/CN=TSA', '-out', 'tsa.csr');
    const issue = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-extfile', 'tsa.ext'];
    await openssl('x509', '-req', '-in', 'tsa.csr', ...issue, '-days', '3650', '-out', 'tsa.pem');
    const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    const [root, certificate, key] = await Promise.all(['root.pem', 'tsa.pem', 'tsa.key'].map(text));
    let serial = 0n;
    const stamping = createStampAuthority({
      signer: ecdsaSigner(createPrivateKey(key!)),
      chain: [certificate!],
      serials: { next: () => Promise.resolve((serial += 1n)) },
      ...(now && { now }),
    });
    return { authority: stamping, root: root!, certificate: certificate!, key: key! };
  });

/** openssl as an authority of its own: answers the request in `request.tsq` of a folder that holds its key. */
export const answerWithOpenssl = async (folder: string, { key, certificate }: Stamper): Promise<Buffer> => {
  const config = `[tsa]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256
default_policy=1.2.3.4\nother_policies=1.2.3.5\ndigests=sha256,sha512\ness_cert_id_alg=sha256\nordering=yes
tsa_name=yes\naccuracy=secs:1,millisecs:500\nclock_precision_digits=3\n`;
  const files = { 'tsa.cnf': config, 'tsa.pem': certificate, 'tsa.key': key, serial: '01\n' };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  const { ok, output } = await run(folder, [
    ...[
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'tsa',
      '-queryfile',
      'request.tsq',
      '-out',
      'answer.tsr',
    ],
  ]);
  if (!ok) throw new Error(output);
  return readFile(join(folder, 'answer.tsr'));
};
