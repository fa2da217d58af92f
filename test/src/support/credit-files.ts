import { execFileSync } from 'node:child_process';
import { csvLine } from '@hanlian/gateway/services/uploads/formats/csv';
import type { FileBytes } from '@hanlian/gateway/services/uploads/formats/source';

/** Cells by the name of their column. */
export type Cells = Readonly<Record<string, string>>;

/** An enterprise of the published examples (python-stdnum) and the authority that decides over it. */
export const ENTERPRISE = '91110000600037341L';
export const AUTHORITY = '11430000006122244L';

/** A permit in the columns of 2018, as a department fills them in. */
export const NATIONAL_PERMIT: Cells = {
  XK_XDR_MC: '武汉某某食品有限公司',
  XK_XDR_LB: '法人及非法人组织',
  XK_XDR_SHXYM: ENTERPRISE,
  XK_FRDB: '甲某',
  XK_XKWS: '准予行政许可决定书',
  XK_WSH: '鄂市监许〔2026〕12号',
  XK_XKLB: '普通',
  XK_XKZS: '食品经营许可证',
  XK_XKBH: 'JY14201000000001',
  XK_NR: '准予从事食品经营',
  XK_JDRQ: '2026/03/02',
  XK_YXQZ: '2026/03/02',
  XK_YXQZI: '2031/03/01',
  XK_XKJG: '武汉市市场监督管理局',
  XK_XKJGDM: AUTHORITY,
  XK_ZT: '1',
  XK_LYDW: '武汉市市场监督管理局',
  XK_LYDWDM: AUTHORITY,
  BZ: '',
};

/** A penalty in the columns of 2018. */
export const NATIONAL_PENALTY: Cells = {
  CF_XDR_MC: '武汉某某食品有限公司',
  CF_XDR_LB: '法人及非法人组织',
  CF_XDR_SHXYM: ENTERPRISE,
  CF_FRDB: '甲某',
  CF_WSH: '鄂市监罚〔2026〕7号',
  CF_WFXW: '经营超过保质期的食品',
  CF_SY: '货架上有三袋超过保质期的糕点',
  CF_YJ: '《中华人民共和国食品安全法》第一百二十四条',
  CF_CFLB: '罚款；吊销许可证件',
  CF_NR: '罚款二千元，吊销食品经营许可证',
  CF_NR_FK: '0.2',
  CF_NR_WFFF: '',
  CF_NR_ZKDX: '食品经营许可证 JY14201000000001',
  CF_JDRQ: '2026-03-05',
  CF_GSJZQ: '2027-03-05',
  CF_CFJG: '武汉市市场监督管理局',
  CF_CFJGDM: AUTHORITY,
  CF_SJLY: '武汉市市场监督管理局',
  CF_SJLYDM: AUTHORITY,
  BZ: '',
  SXCD: '严重',
  SSLY: '食品',
};

/** The same two as 信用武汉 took them in 2016. */
export const WUHAN_PERMIT: Cells = {
  XK_WSH: '武卫许〔2016〕3号',
  XK_XMMC: '公共场所卫生许可',
  XK_SPLB: '核准',
  XK_NR: '准予经营',
  XK_XDR: '武汉某某宾馆有限公司',
  XK_XDR_SHXYM: ENTERPRISE,
  XK_XDR_ZDM: '60003734-1',
  XK_XDR_GSDJ: '',
  XK_XDR_SWDJ: '',
  XK_XDR_SFZ: '',
  XK_FR: '乙某',
  XK_JDRQ: '2016-08-04 00:00:00.0',
  XK_JZQ: '2099/12/31',
  XK_XZJG: '武汉市卫生和计划生育委员会',
  XK_ZT: '0',
  DFBM: '420100',
  SJC: '2016/08/05',
  BZ: '',
};

export const WUHAN_PENALTY: Cells = {
  CF_WSH: '武环罚〔2016〕21号',
  CF_CFMC: '超标排放水污染物案',
  CF_CFLB1: '罚款',
  CF_CFLB2: '责令停产停业',
  CF_SY: '总排口化学需氧量超过标准',
  CF_YJ: '《中华人民共和国水污染防治法》第七十四条',
  CF_XDR_MC: '武汉某某印染有限公司',
  CF_XDR_SHXYM: ENTERPRISE,
  CF_XDR_ZDM: '',
  CF_XDR_GSDJ: '',
  CF_XDR_SWDJ: '',
  CF_XDR_SFZ: '',
  CF_FR: '丙某',
  CF_JG: '罚款十万元',
  CF_JDRQ: '2016年8月4日',
  CF_XZJG: '武汉市环境保护局',
  CF_ZT: '0',
  DFBM: '420100',
  SJC: '2016/08/05',
  BZ: '',
  SXCD: '一般',
};

export const csvOf = (rows: readonly Cells[], header = Object.keys(rows[0] as Cells)): string =>
  [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))].map(csvLine).join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

/** The envelope exchange platforms put around rows, with `declared` in its first line. */
export function xmlOf(rows: readonly Cells[], declared = 'UTF-8'): string {
  const row = (cells: Cells): string =>
    Object.entries(cells)
      .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
      .join('');
  const fields = rows.map((cells) => `<fields>${row(cells)}</fields>\n`).join('');
  const head = '<Header><sender>a</sender><cc></cc></Header>';
  return `<?xml version="1.0" encoding="${declared}"?>\n<ExchangeMessage>${head}\n<Body>\n${fields}</Body></ExchangeMessage>`;
}

/** The text as a Chinese desktop saves it, by a converter that is not ours. */
export const gb18030 = (text: string): Buffer =>
  execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text, maxBuffer: 1 << 26 });

/** Given in pieces that end anywhere. */
export const fileOf = (content: string | Buffer): FileBytes => {
  const bytes = Buffer.from(content as string);
  return {
    size: bytes.length,
    async *read() {
      const step = bytes.length < 4000 ? 7 : 1021;
      for (let at = 0; at < bytes.length; at += step)
        yield await Promise.resolve(bytes.subarray(at, at + step));
    },
  };
};
