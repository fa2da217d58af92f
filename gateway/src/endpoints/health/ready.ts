import { HanlianError, api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const ready = endpoint({
  method: 'GET',
  path: '/health/ready',
  summary: { zh: '系统是否可以办理业务', en: 'Whether the hub can do its work' },
  scope: 'public',
  unlimited: true,
  idempotent: false,
  answer: { status: 200, schema: api.healthAnswer },
  refusals: ['NOT_READY'],
  handler: async ({ hub }) => {
    const { ready: isReady, reasons, height, projected } = await hub.services.health.ready();
    if (!isReady) throw new HanlianError('NOT_READY', `Not ready: ${reasons.join('; ')}`);
    return { ready: true as const, height, projected };
  },
});
