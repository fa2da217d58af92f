import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createAuthority, createSealer, ecdsaSigner, type Sealer } from '@hanlian/certificates';

/** A department with a seal of its own authority; `privateKey` is for tests that let another tool seal with it. */
export interface SealingDepartment {
  readonly code: string;
  readonly root: string;
  readonly certificate: string;
  readonly privateKey: KeyObject;
  readonly sealer: Sealer;
}

export const sealingDepartment = async (
  code = '11430000006122244L',
  department = '湖南省住房和城乡建设厅',
): Promise<SealingDepartment> => {
  const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const authority = await createAuthority({ organization: department, signer: ecdsaSigner(newKey()) });
  const privateKey = newKey();
  const signer = ecdsaSigner(privateKey);
  const certificate = await authority.issueSeal({
    department,
    departmentCode: code,
    publicKey: signer.publicKey,
  });
  return {
    code,
    root: authority.certificate,
    certificate,
    privateKey,
    sealer: createSealer(signer, [certificate]),
  };
};
