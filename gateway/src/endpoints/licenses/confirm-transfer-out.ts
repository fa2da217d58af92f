import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const confirmTransferOut = act(
  'confirmTransferOut',
  { zh: '确认转出：外地已接收', en: "Confirm a transfer by the other region's receipt" },
  api.confirmTransferInput,
  { receipt: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' },
);
