import { z } from 'zod';

/** What the catalogue of public credit information knows (全国公共信用信息基础目录); titles and traits: `credit/categories.ts`. */
export const category = z.enum([
  'registration',
  'judicial',
  'permit',
  'penalty',
  'coercion',
  'confirmation',
  'levy',
  'benefit',
  'ruling',
  'compensation',
  'reward',
  'inspection',
  'qualification',
  'abnormalOperation',
  'seriousDishonesty',
  'contract',
  'commitment',
  'rating',
  'honour',
  'voluntary',
]);

/** 轻微, 一般, 严重 (信用修复管理办法, 2026). An entry that has one speaks against its subject; one without does not. */
export const severity = z.enum(['minor', 'general', 'serious']);

/** Fields of supervision that the law sets terms of their own for: 食品, 药品, 特种设备, 安全生产, 消防. */
export const sector = z.enum(['food', 'drug', 'specialEquipment', 'workSafety', 'fire']);

export type Category = z.infer<typeof category>;
export type Severity = z.infer<typeof severity>;
export type Sector = z.infer<typeof sector>;
