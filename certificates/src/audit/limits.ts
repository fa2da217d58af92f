import type { Bilingual } from '@hanlian/chaincode/domain';

/** What no audit of these files can show, whatever it finds. Each report says so. */
export const NOT_SHOWN = {
  COLLUSION: {
    zh: '提供方与需求方串通、在系统之外传送数据，双方都不留回执，任何人都无从发现',
    en: 'Data that a provider and a requester pass on outside the hubs, both agreed to keep no record',
  },
  UNANCHORED: {
    zh: '最后一次锚定之后的回执，提供方仍可略去',
    en: 'Records after the last anchor that a provider leaves out, if the requester does not hand in its own',
  },
  CLOCKS: {
    zh: '放出的时刻为提供方所称，只受前后回执与锚定时间约束',
    en: "The moment of a release is the provider's word, bounded by the records around it and by its anchor",
  },
  CONTENT: {
    zh: '放出的内容只有摘要；内容是否属实、是否确为该主体，须凭原文核对',
    en: 'Of what was released there is a digest: whether it was true, and about that subject, needs the answer itself',
  },
  SURROUNDINGS: {
    zh: '放出或交付时，负面清单是否已列入、资源是否已下架、所依据的同意是否仍有效，由节点当场检查，导出的文件中没有',
    en: 'Whether the negative list kept something back by then, its resource was retired, or the consent it rests on had ended: hubs check that, these files hold none of it',
  },
  PRODUCTS: {
    zh: '运营单位交付的产品只有摘要和所列信息项；产品中还有什么、何时制成，须凭产品本身核对',
    en: 'Of a product handed on there are a digest and the fields named: what else is in it needs the product itself',
  },
  NETWORKS: {
    zh: '查询来自哪个网络地址、每分钟频次，由提供方节点当场检查，不在回执中',
    en: "From which network a query came, and how many a minute: the provider's hub checks them, no record holds them",
  },
  LATER: {
    zh: '检查点之后账本上的变更',
    en: 'What happened on the ledger after the checkpoint',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type NotShown = keyof typeof NOT_SHOWN;
