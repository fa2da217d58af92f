import { FREELY, keptBack, onlyFor, resourceRow, type SampleResource } from './catalogue-items.js';

const SUPERVISION = onlyFor('仅限履行行政许可、监管和处罚职责使用');
const LENDING = onlyFor('仅限取得当事人授权的信贷业务使用');
const BY_PERSON = onlyFor('仅限核验当事人本人信息使用');

/** The sample city's catalogue: what its departments have to share. */
export const RESOURCES: readonly SampleResource[] = [
  resourceRow(
    'market',
    '101001/0001',
    '企业登记基本信息',
    FREELY,
    [
      'creditCode',
      'entName',
      'entType',
      'legalPerson',
      'capital',
      'establishedAt',
      'address',
      'scope',
      'regStatus',
    ],
    { category: 'base', updateCycle: 'realtime' },
  ),
  resourceRow(
    'market',
    '101001/0002',
    '企业变更登记信息',
    FREELY,
    ['creditCode', 'entName', 'changeItem', 'changedAt'],
    {
      category: 'base',
    },
  ),
  resourceRow('market', '101001/0003', '企业注销登记信息', FREELY, ['creditCode', 'entName', 'removedAt'], {
    category: 'base',
    open: true,
  }),
  resourceRow(
    'market',
    '307001/0001',
    '经营异常名录',
    FREELY,
    ['creditCode', 'entName', 'listedAt', 'reason', 'removedAt'],
    {
      open: true,
    },
  ),
  resourceRow(
    'market',
    '307001/0002',
    '食品经营许可信息',
    FREELY,
    ['creditCode', 'entName', 'licenseNo', 'validFrom', 'validTo'],
    {
      open: true,
    },
  ),
  resourceRow('market', '307001/0003', '行政处罚信息', SUPERVISION, [
    'creditCode',
    'entName',
    'documentNo',
    'reason',
    'decidedAt',
    'amount',
  ]),
  resourceRow(
    'market',
    '307001/0004',
    '产品质量监督抽查结果',
    FREELY,
    ['creditCode', 'productName', 'batchNo', 'result'],
    {
      updateCycle: 'month',
      open: true,
    },
  ),
  resourceRow(
    'market',
    '307001/0005',
    '投诉举报线索',
    keptBack('《市场监督管理投诉举报处理暂行办法》第三十一条'),
    ['creditCode', 'reason'],
  ),
  resourceRow(
    'police',
    '102001/0001',
    '户籍人口基本信息',
    BY_PERSON,
    ['personName', 'citizenNo', 'residence', 'alive'],
    {
      category: 'base',
    },
  ),
  resourceRow('police', '102001/0002', '死亡人员信息', BY_PERSON, ['personName', 'citizenNo', 'alive'], {
    category: 'base',
  }),
  resourceRow('police', '304001/0001', '机动车登记信息', SUPERVISION, [
    'plateNo',
    'vehicleType',
    'citizenNo',
    'creditCode',
    'mortgaged',
  ]),
  resourceRow(
    'police',
    '304001/0002',
    '保安服务许可信息',
    FREELY,
    ['creditCode', 'entName', 'licenseNo', 'validTo'],
    {
      open: true,
      updateCycle: 'month',
    },
  ),
  resourceRow(
    'police',
    '304001/0003',
    '重点人员管控信息',
    keptBack('《中华人民共和国保守国家秘密法》第十三条'),
    ['personName', 'citizenNo'],
    { classified: true },
  ),
  resourceRow(
    'land',
    '103001/0001',
    '不动产登记信息',
    LENDING,
    ['parcelNo', 'location', 'area', 'use', 'creditCode', 'citizenNo', 'mortgaged', 'sealed'],
    { category: 'base' },
  ),
  resourceRow(
    'land',
    '305001/0001',
    '建设用地规划许可信息',
    FREELY,
    ['creditCode', 'projectName', 'projectCode', 'permitNo', 'location', 'area'],
    {
      open: true,
      updateCycle: 'week',
    },
  ),
  resourceRow(
    'land',
    '305001/0002',
    '国有建设用地出让信息',
    FREELY,
    ['creditCode', 'parcelNo', 'contractNo', 'area', 'amount'],
    {
      open: true,
      updateCycle: 'month',
    },
  ),
  resourceRow(
    'land',
    '305001/0003',
    '地籍测绘成果',
    keptBack('《中华人民共和国测绘法》第三十条'),
    ['parcelNo', 'location', 'area'],
    {
      updateCycle: 'year',
    },
  ),
  resourceRow(
    'housing',
    '306001/0001',
    '建筑工程施工许可信息',
    FREELY,
    ['creditCode', 'projectName', 'projectCode', 'permitNo', 'decidedAt'],
    {
      open: true,
    },
  ),
  resourceRow(
    'housing',
    '306001/0002',
    '竣工验收备案信息',
    FREELY,
    ['creditCode', 'projectName', 'projectCode', 'acceptedAt'],
    {
      open: true,
      updateCycle: 'week',
    },
  ),
  resourceRow('housing', '306001/0003', '商品房网签合同信息', LENDING, [
    'contractNo',
    'location',
    'area',
    'amount',
    'creditCode',
    'citizenNo',
  ]),
  resourceRow(
    'housing',
    '306001/0004',
    '建筑业企业资质信息',
    FREELY,
    ['creditCode', 'entName', 'licenseName', 'grade', 'validTo'],
    {
      open: true,
      updateCycle: 'week',
    },
  ),
  resourceRow('housing', '306001/0005', '住房公积金缴存信息', LENDING, ['creditCode', 'year', 'amount'], {
    updateCycle: 'month',
  }),
  resourceRow(
    'drug',
    '308001/0001',
    '药品经营许可信息',
    FREELY,
    ['creditCode', 'entName', 'licenseNo', 'validFrom', 'validTo'],
    {
      open: true,
    },
  ),
  resourceRow(
    'drug',
    '308001/0002',
    '医疗器械经营备案信息',
    FREELY,
    ['creditCode', 'entName', 'licenseNo', 'decidedAt'],
    { open: true },
  ),
  resourceRow(
    'drug',
    '308001/0003',
    '药品抽检结果',
    SUPERVISION,
    ['creditCode', 'productName', 'batchNo', 'result'],
    {
      updateCycle: 'month',
    },
  ),
  resourceRow(
    'credit',
    '201001/0001',
    '严重失信主体名单',
    FREELY,
    ['creditCode', 'entName', 'listedAt', 'reason', 'removedAt'],
    {
      category: 'theme',
      open: true,
    },
  ),
  resourceRow(
    'credit',
    '201001/0002',
    '行政许可和行政处罚公示信息',
    FREELY,
    ['creditCode', 'entName', 'documentNo', 'licenseName', 'decidedAt'],
    {
      category: 'theme',
      open: true,
    },
  ),
  resourceRow(
    'credit',
    '201001/0003',
    '公共信用综合评价结果',
    LENDING,
    ['creditCode', 'entName', 'grade', 'year'],
    {
      category: 'theme',
      updateCycle: 'quarter',
    },
  ),
];
