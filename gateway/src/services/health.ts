import type { Vitals } from '../vitals/types.js';
import type { Services } from './types.js';

export const healthService = ({ look, endings }: Vitals): Services['health'] => ({
  ready: async () => {
    const { found, conditions } = await look();
    const { height, projected } = found;
    const reasons = conditions.map(({ name, text }) => `${name}: ${text}`);
    return { ready: conditions.length === 0, reasons, height, projected };
  },
  look,
  endings,
});
