import {
  digestOf,
  HanlianError,
  isErrorCode,
  parseCertificateIdentifier,
  requireCode,
  type DeployedAnswer,
  type DeployedHead,
  type DeployedInterface,
  type DeployedVerified,
  type InterfaceAccess,
  type Scope,
  type VerificationAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { Caller, Services } from '../types.js';
import { Accesses, keptAccess, requireAllowed, shownAccess } from './access.js';
import { certInfo, certsByHolder, certsByNumber } from './certificates.js';
import { aboutFile, maskedFile } from './files.js';
import { Uses } from './uses.js';
import type { KeptAccess } from '@hanlian/chaincode/domain';
import { requireScope } from '../require-scope.js';

interface Own {
  readonly writer: GroupWriter;
  /** Whose key it is. */
  readonly identify: (key: string) => Promise<Caller | undefined>;
  readonly verify: Services['verifications']['verify'];
}

interface Asked {
  readonly name: DeployedInterface;
  readonly head: DeployedHead;
  readonly address: string;
  readonly useCause: string;
  /** The certificate it is about, as far as it says; asked of who may use the interface. */
  readonly about: () => About | Promise<About>;
}

interface About {
  readonly certificate?: string;
  readonly type?: string;
}

type Work<Data> = (caller: Caller, access: KeptAccess) => Promise<Data>;

/** The interfaces departments called before the hub, and what each organisation may do through them. */
export function deployedServices(
  parts: LicenseParts,
  { writer, identify, verify }: Own,
): Pick<Services, 'deployed' | 'interfaces'> {
  const accesses = new Accesses(parts.store);
  const { store, documents, now } = parts;
  const uses = new Uses({ store, writer, documents, now });

  /** Who asks and whether it may; then the record; then the data, once its own record stands. */
  const use = async <Data>(asked: Asked, work: Work<Data>): Promise<DeployedAnswer<Data>> => {
    const { name, head, address, useCause } = asked;
    const caller = await identify(head.accessToken);
    if (caller === undefined || caller.id !== head.accessId) {
      throw new HanlianError('UNAUTHENTICATED', 'No valid key was sent');
    }
    requireScopeOf(caller, name);
    const place = { name, address, at: now() };
    const access = requireAllowed(accesses.find(caller.department), place);
    const { certificate, type } = await asked.about();
    requireAllowed(access, { ...place, type });
    const question = {
      interface: name,
      ...(type && { type }),
      ...(certificate && { certificate }),
      useCause,
    };
    const taken = await uses.take(caller, access, question);
    const data = await work(caller, access).catch(async (error: unknown) => {
      await uses.close(taken, { outcome: 'refused', code: codeOf(error) });
      throw error;
    });
    await uses.close(taken, { outcome: 'released', digest: digestOf(nodeHashes.sha256, data) });
    return { head: { status: '0', message: 'OK', accessRecord: taken.id }, data };
  };

  const shown = async (department: string, access: KeptAccess): Promise<InterfaceAccess> => ({
    department,
    ...shownAccess(access),
    usedToday: await uses.usedToday(department),
  });

  return {
    deployed: {
      queryCert: ({ head, data }, address) =>
        use({ name: 'queryCert', head, address, ...typeOf(data) }, (caller) =>
          certsByNumber(parts, caller, data),
        ),
      queryCertInfo: ({ head, data }, address) =>
        use({ name: 'queryCertInfo', head, address, ...aboutOf(data) }, (caller, access) =>
          certInfo(parts, caller, access, data.certId),
        ),
      queryCertInfoByHolderCode: ({ head, data }, address) =>
        use({ name: 'queryCertInfoByHolderCode', head, address, ...typeOf(data) }, (caller, access) =>
          certsByHolder(parts, caller, access, data),
        ),
      downloadFile: ({ head, data }, address) =>
        use({ name: 'downloadFile', head, address, ...aboutOf(data) }, (caller, access) =>
          maskedFile(parts, caller, access, data),
        ),
      verifyCertInfo: ({ head, data }, address) =>
        use({ name: 'verifyCertInfo', head, address, ...aboutOf(data) }, async (caller) =>
          verifiedOf(await verify({ id: data.certId, ...(data.fields && { match: data.fields }) }, caller)),
        ),
      verifyFile: ({ head, data: { file, useCause } }, address) => {
        const about = (): Promise<About> => aboutFile(file);
        return use({ name: 'verifyFile', head, address, useCause, about }, async (caller) =>
          verifiedOf(await verify(typeof file === 'string' ? { file } : { document: file }, caller)),
        );
      },
    },
    interfaces: {
      get: async (caller, department) => {
        const access = isOpenTo(caller, department) ? accesses.find(department) : undefined;
        if (access === undefined) throw new HanlianError('NOT_FOUND', 'No such access is set up');
        return shown(department, access);
      },
      put: async (caller, department, input, once) => {
        const access = keptAccess(input);
        const plan = {
          answer: { department },
          changes: [accesses.change(department, access)],
          first: Promise.resolve(),
        };
        await parts.requests.once(caller.id, once, () => plan);
        return shown(department, accesses.find(department) ?? access);
      },
      uses: (caller, query) => {
        const { department = caller.department } = query;
        if (!isOpenTo(caller, department)) {
          throw new HanlianError('FORBIDDEN', 'Only auditors see the calls of other departments');
        }
        return uses.page(department, query);
      },
    },
  };
}

/** What the same question asks for at /v1; verification is open to anyone. */
const SCOPES: Readonly<Partial<Record<DeployedInterface, Scope>>> = {
  queryCert: 'license:page',
  queryCertInfo: 'license:document',
  queryCertInfoByHolderCode: 'license:document',
  downloadFile: 'license:document',
};

function requireScopeOf(caller: Caller, name: DeployedInterface): void {
  const scope = SCOPES[name];
  if (scope !== undefined) requireScope(caller, scope);
}

/** Operators set every organisation's access up and auditors read all; others see their own. */
const isOpenTo = ({ scopes, department }: Caller, asked: string): boolean =>
  department === asked || scopes.has('interface:manage') || scopes.has('audit:read');

/** The certificate a call names. @throws {HanlianError} what is wrong with its identifier */
const aboutOf = (data: { certId: string; useCause: string }): Pick<Asked, 'useCause' | 'about'> => ({
  useCause: data.useCause,
  about: () => {
    const { type } = requireCode(parseCertificateIdentifier(data.certId), 'data.certId');
    return { certificate: data.certId, type };
  },
});

const typeOf = (data: { certTypeCode: string; useCause: string }): Pick<Asked, 'useCause' | 'about'> => ({
  useCause: data.useCause,
  about: () => ({ type: data.certTypeCode }),
});

const verifiedOf = ({ files, ...whole }: VerificationAnswer): DeployedVerified => ({
  ...toldOf(whole),
  ...(files && { files: files.map(({ file, ...one }) => ({ file, ...toldOf(one) })) }),
});

const toldOf = ({
  verdict,
  checks,
}: Pick<VerificationAnswer, 'verdict' | 'checks'>): Pick<DeployedVerified, 'verdict' | 'checks'> => ({
  verdict,
  checks: checks.map(({ name, status, code }) => ({ name, status, code })),
});

const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && isErrorCode(code) ? code : 'INTERNAL';
};
