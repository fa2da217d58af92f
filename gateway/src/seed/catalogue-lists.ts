/** One line of the demand list: who needs which items of which resource, for which matter and purpose, by which law. */
export type SampleDemand = readonly [
  by: 'market' | 'police' | 'land' | 'housing' | 'drug' | 'credit',
  resource: string,
  matter: string,
  purpose: string,
  legalBasis: string,
  fields: readonly string[],
];

export const DEMANDS: readonly SampleDemand[] = [
  [
    'housing',
    '101001/0001',
    '建筑业企业资质审批',
    '核验申请企业登记信息',
    '《建筑业企业资质管理规定》第十四条',
    ['creditCode', 'entName', 'capital', 'regStatus'],
  ],
  [
    'housing',
    '103001/0001',
    '商品房预售许可',
    '核验土地使用权权属和抵押状况',
    '《城市商品房预售管理办法》第七条',
    ['parcelNo', 'location', 'mortgaged', 'sealed'],
  ],
  [
    'market',
    '306001/0001',
    '建材产品质量监督',
    '确定在建工程名单',
    '《中华人民共和国产品质量法》第十八条',
    ['creditCode', 'projectName', 'permitNo'],
  ],
  [
    'market',
    '102001/0001',
    '企业设立登记',
    '核验法定代表人身份',
    '《中华人民共和国市场主体登记管理条例》第十五条',
    ['personName', 'citizenNo', 'alive'],
  ],
  [
    'drug',
    '101001/0001',
    '药品经营许可',
    '核验申请企业登记信息',
    '《中华人民共和国药品管理法》第五十一条',
    ['creditCode', 'entName', 'address', 'regStatus'],
  ],
  [
    'drug',
    '307001/0003',
    '药品经营许可',
    '核验申请企业处罚记录',
    '《药品经营和使用质量监督管理办法》第九条',
    ['creditCode', 'documentNo', 'decidedAt'],
  ],
  [
    'land',
    '101001/0001',
    '国有建设用地使用权出让',
    '核验竞买企业登记信息',
    '《招标拍卖挂牌出让国有建设用地使用权规定》第十一条',
    ['creditCode', 'entName', 'capital', 'regStatus'],
  ],
  [
    'land',
    '201001/0001',
    '国有建设用地使用权出让',
    '核验竞买企业是否严重失信',
    '《招标拍卖挂牌出让国有建设用地使用权规定》第十一条',
    ['creditCode', 'listedAt', 'removedAt'],
  ],
  [
    'police',
    '101001/0001',
    '保安服务公司设立许可',
    '核验申请企业登记信息',
    '《保安服务管理条例》第九条',
    ['creditCode', 'entName', 'legalPerson', 'capital'],
  ],
  [
    'credit',
    '307001/0001',
    '公共信用综合评价',
    '归集经营异常信息',
    '《社会信用体系建设有关规定》第十二条',
    ['creditCode', 'entName', 'listedAt', 'reason', 'removedAt'],
  ],
  [
    'credit',
    '307001/0003',
    '公共信用综合评价',
    '归集行政处罚信息',
    '《社会信用体系建设有关规定》第十二条',
    ['creditCode', 'entName', 'documentNo', 'decidedAt'],
  ],
  [
    'credit',
    '304001/0003',
    '公共信用综合评价',
    '核验人员信息',
    '《社会信用体系建设有关规定》第十二条',
    ['personName', 'citizenNo'],
  ],
];

/** What is kept back: of a resource as a whole, or one item of it. */
export const NEGATIVES: readonly (readonly [
  by: 'market' | 'police' | 'land',
  resource: string,
  law: string,
  field?: string,
])[] = [
  ['market', '307001/0005', '《市场监督管理投诉举报处理暂行办法》第三十一条'],
  ['market', '101001/0001', '《中华人民共和国个人信息保护法》第二十八条', 'legalPerson'],
  ['police', '304001/0003', '《中华人民共和国保守国家秘密法》第十三条'],
  ['police', '102001/0001', '《中华人民共和国个人信息保护法》第二十八条', 'residence'],
  ['land', '305001/0003', '《中华人民共和国测绘法》第三十条'],
];

/** What departments owe the catalogue and have not put there yet. */
export const OWED: readonly (readonly [by: 'housing' | 'drug', resource: string, matter: string])[] = [
  ['housing', '306001/0006', '保障性住房分配信息'],
  ['drug', '308001/0004', '疫苗追溯信息'],
];
