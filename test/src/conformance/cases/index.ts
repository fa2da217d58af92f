import type { Case } from '../types.js';
import { callerCases } from './caller.js';
import { orderCases } from './order.js';
import { privateCases } from './private.js';
import { stateCases } from './state.js';

export const cases: readonly Case[] = [...stateCases, ...orderCases, ...callerCases, ...privateCases];
