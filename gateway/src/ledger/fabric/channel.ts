import { common, msp } from '@hyperledger/fabric-protos';
import type { OrganisationOptions } from '../embedded/options.js';

/** The channel's organisations as its configuration names them: who may write, and who may order. */
export interface ChannelMembers {
  readonly application: readonly OrganisationOptions[];
  readonly orderer: readonly OrganisationOptions[];
}

const PEM = (certificates: readonly Uint8Array[]): string[] =>
  certificates.map((certificate) => Buffer.from(certificate).toString('utf8'));

function organisation(group: common.ConfigGroup): OrganisationOptions | undefined {
  const value = group.getValuesMap().get('MSP');
  if (value === undefined) return undefined;
  const wrapped = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  const config = msp.FabricMSPConfig.deserializeBinary(wrapped.getConfig_asU8());
  return {
    mspId: config.getName(),
    rootCertificates: PEM(config.getRootCertsList_asU8()),
    intermediateCertificates: PEM(config.getIntermediateCertsList_asU8()),
  };
}

function organisations(group: common.ConfigGroup | undefined): OrganisationOptions[] {
  const found: OrganisationOptions[] = [];
  group?.getGroupsMap().forEach((child: common.ConfigGroup) => {
    const one = organisation(child);
    if (one !== undefined) found.push(one);
  });
  return found;
}

/** Reads the members from a configuration (`common.Config`). */
export function membersOf(config: common.Config): ChannelMembers {
  const groups = config.getChannelGroup()?.getGroupsMap();
  return {
    application: organisations(groups?.get('Application')),
    orderer: organisations(groups?.get('Orderer')),
  };
}

/** The configuration an envelope of a configuration block carries, or undefined for any other envelope. */
export function configOf(payload: common.Payload): common.Config | undefined {
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== (common.HeaderType.CONFIG as number)) return undefined;
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
}
