import { addDays, generateCitizenNumber, generateUscc, type Holder } from '@hanlian/chaincode/domain';

/** Wuhan, by GB/T 2260. */
const REGION = '420100';
const FIRST_BIRTHDAY = '1960-01-01';
const BIRTHDAYS = 16_000;
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏';
const GIVEN = '安宁嘉禾清远思源景行知微明哲怀瑾若谷书言予墨星野南乔北辰';
const TRADES = ['商贸', '餐饮', '建筑工程', '信息技术', '食品', '物流', '医药', '机械制造'];
const PLACES = ['江岸', '江汉', '硚口', '汉阳', '武昌', '青山', '洪山', '东湖'];

/** A small generator of reproducible choices (mulberry32): the sample city is the same everywhere. */
export class Choices {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  of<T>(items: ArrayLike<T>): T {
    return items[this.below(items.length)] as T;
  }
}

/** A person who does not exist: the name is put together by chance, the number is well formed. */
export function person(choices: Choices): Holder {
  const birthDate = addDays(FIRST_BIRTHDAY, choices.below(BIRTHDAYS));
  const sequence = String(choices.below(1000)).padStart(3, '0');
  return {
    typeCode: '111',
    code: generateCitizenNumber({ region: REGION, birthDate, sequence }),
    name: choices.of(SURNAMES) + choices.of(GIVEN) + choices.of(GIVEN),
  };
}

/** An enterprise that does not exist, with a code whose check characters are right. */
export function enterprise(choices: Choices, number: number): Holder {
  return {
    typeCode: '001',
    code: usccOf({ department: '9', kind: '1' }, `MA9${String(number).padStart(5, '0')}`),
    name: `武汉${choices.of(PLACES)}示例${choices.of(TRADES)}${number}号有限公司`,
  };
}

/** A code in the sample city's region around a made-up organisation code. */
export const usccOf = (by: { department: string; kind: string }, organisation: string): string =>
  generateUscc({ ...by, region: REGION, organisation });
