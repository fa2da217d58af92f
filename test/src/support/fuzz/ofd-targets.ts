import { certificateOfd, openFile, type Verification } from '@hanlian/certificates';
import { DAY, SEALED_AT, world } from '../evidence.js';
import { partsOf } from '../ofd.js';
import { sealingDepartment } from '../seals.js';
import { sm2SealOf } from '../sm2-seals.js';
import { requireAgreement, type Target } from './target.js';

/** A sealed OFD as we write one: what is taken holds the very files that were sealed, however it is packed. */
export const ofdTarget = async (): Promise<Target> => {
  const department = await sealingDepartment();
  const sm2 = await sm2SealOf(department.code, '测试部门');
  const city = await world(1, { department, sm2 });
  const type = { name: { zh: '测试资格', en: 'Test' }, fields: [] };
  const at = new Date(SEALED_AT * 1000);
  const printing = { document: city.documents[0]!, type, issuer: '测试部门', at };
  const sample = Buffer.from(await certificateOfd(printing, sm2.sealer));
  const sealed = await partsOf(sample);
  const verify = async (bytes: Buffer): Promise<Verification> =>
    (await openFile(bytes)).verify({ ...city.context, at: SEALED_AT + DAY });
  return {
    name: 'OFD',
    sample,
    try: async (bytes) => {
      if ((await verify(bytes)).verdict !== 'VALID') return false;
      const taken = await partsOf(bytes);
      const names = Object.keys(taken);
      const isSame =
        names.length === Object.keys(sealed).length &&
        names.every((name) => sealed[name]?.equals(taken[name]!));
      return requireAgreement(isSame, 'what was sealed');
    },
  };
};
