import type { Text } from '../errors.js';

export const HELP: Text = {
  en: `npm run network -- COMMAND

  up                       start the network, or whatever of it is missing, and deploy the chaincode
  status [--json]          each process: state, address, memory, block height
  logs NAME [--follow]     the log of a process
  restart NAME             stop a process and start it again
  kill NAME                kill a process, as a crash would
  upgrade [NAME]           commit a chaincode's present code and definition while the network serves
  enrol ORG NAME [role=… dept=…]   an identity with attributes, from the organisation's authority
  query ORG NAME FUNCTION JSON     ask the chaincode on the organisation's peer, as one of its identities
  revoke ORG [NAME]        revoke an identity; tell the channel of all its authority revoked, and print the list
  renew                    renew every certificate over its present key (stops the network)
  down                     stop every process; certificates and ledgers stay
  clean                    stop every process and delete everything

  --quick                  certificates from cryptogen: quicker, without attributes or enrolment
  --run FOLDER             where the network keeps its files        HANLIAN_NETWORK_RUN
  --topology FILE          the network's description                HANLIAN_TOPOLOGY
  --port-offset N          added to every port                      HANLIAN_PORT_OFFSET
                           Fabric's release binaries are taken from HANLIAN_FABRIC_BIN
                           zh or en                                 HANLIAN_LANG`,
  zh: `npm run network -- 命令

  up                       启动网络（或其缺少的部分）并部署链码
  status [--json]          各进程的状态、地址、内存、区块高度
  logs 名称 [--follow]     进程日志
  restart 名称             停止并重新启动一个进程
  kill 名称                强制结束一个进程（模拟崩溃）
  upgrade [名称]           不停机提交链码的当前代码与定义
  enrol 机构 名称 [role=… dept=…]   由该机构的证书机构签发带属性的身份
  query 机构 名称 函数 JSON         以该机构的一个身份，在其节点上查询链码
  revoke 机构 [名称]       吊销身份证书，将该机构的吊销列表告知通道并输出
  renew                    以原密钥更新全部证书（会停止网络）
  down                     停止全部进程，保留证书与账本
  clean                    停止全部进程并删除一切

  --quick                  由 cryptogen 生成证书：更快，但无属性、不可追加注册
  --run 目录               网络文件所在目录                         HANLIAN_NETWORK_RUN
  --topology 文件          网络描述                                 HANLIAN_TOPOLOGY
  --port-offset N          全部端口的偏移量                         HANLIAN_PORT_OFFSET
                           Fabric 发行版程序目录                    HANLIAN_FABRIC_BIN
                           语言 zh 或 en                            HANLIAN_LANG`,
};
