import { X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import { Membership, RefusedIdentity, type Member, type OrganisationOptions } from '../common/membership.js';

interface Organisation extends OrganisationOptions {
  /** The organisational unit that marks an orderer's certificate, where units have roles (`NodeOUs`). */
  readonly ordererUnit: string | undefined;
}

/** The channel's organisations as one configuration names them: whose clients may write, whose orderers may order. */
export class ChannelMembers {
  readonly #creators: Membership;
  readonly #orderers: Membership;
  readonly #ordererUnits: ReadonlyMap<string, string | undefined>;

  constructor(config: common.Config) {
    const groups = config.getChannelGroup()?.getGroupsMap();
    const ordering = organisations(groups?.get('Orderer'));
    this.#creators = new Membership(organisations(groups?.get('Application')));
    this.#orderers = new Membership(ordering);
    this.#ordererUnits = new Map(ordering.map(({ mspId, ordererUnit }) => [mspId, ordererUnit]));
  }

  /** @throws {RefusedIdentity} */
  creator(serialized: Uint8Array): Member {
    return this.#creators.member(serialized);
  }

  /** A client of an ordering organisation is no orderer. @throws {RefusedIdentity} */
  orderer(serialized: Uint8Array): Member {
    const member = this.#orderers.member(serialized);
    const unit = this.#ordererUnits.get(member.mspId);
    if (unit === undefined || unitsOf(member).includes(unit)) return member;
    throw new RefusedIdentity(`the certificate of ${member.mspId} is no orderer's`);
  }
}

const unitsOf = ({ certificate }: Member): string[] =>
  new X509Certificate(certificate).subject
    .split('\n')
    .flatMap((part) => (part.startsWith('OU=') ? [part.slice('OU='.length)] : []));

const pem = (certificates: readonly Uint8Array[]): string[] =>
  certificates.map((certificate) => Buffer.from(certificate).toString('utf8'));

function organisation(group: common.ConfigGroup): Organisation | undefined {
  const value = group.getValuesMap().get('MSP');
  if (value === undefined) return undefined;
  const wrapped = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  const config = msp.FabricMSPConfig.deserializeBinary(wrapped.getConfig_asU8());
  const units = config.getFabricNodeOus();
  return {
    mspId: config.getName(),
    rootCertificates: pem(config.getRootCertsList_asU8()),
    intermediateCertificates: pem(config.getIntermediateCertsList_asU8()),
    ordererUnit: units?.getEnable()
      ? units.getOrdererOuIdentifier()?.getOrganizationalUnitIdentifier()
      : undefined,
  };
}

function organisations(group: common.ConfigGroup | undefined): Organisation[] {
  const found: Organisation[] = [];
  group?.getGroupsMap().forEach((child: common.ConfigGroup) => {
    const one = organisation(child);
    if (one !== undefined) found.push(one);
  });
  return found;
}

/** The configuration that an envelope's payload carries, or undefined for any other envelope. */
export function configOf(payload: Uint8Array): common.Config | undefined {
  const message = common.Payload.deserializeBinary(payload);
  const header = common.ChannelHeader.deserializeBinary(
    message.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== (common.HeaderType.CONFIG as number)) return undefined;
  return common.ConfigEnvelope.deserializeBinary(message.getData_asU8()).getConfig();
}
