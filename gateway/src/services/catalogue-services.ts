import type {
  CatalogueEntryAnswer,
  CatalogueList,
  CatalogueQuery,
  CatalogueRecord,
  CheckFileQuery,
  ConsistencyQuery,
  ConsistencyReport,
  DownloadVerdict,
  EntriesInput,
  EntriesWrittenAnswer,
  EntryPlace,
  ExportQuery,
  FilePlanAnswer,
  FileWrittenAnswer,
  OpenVersionAnswer,
  OpenVersionInput,
  RetireInput,
  WriteFileQuery,
} from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from './caller.js';
import type { OrSigning, Page, PageQuery, Upload } from './shapes.js';
import type { SentFile } from './uploads/rejects.js';

/** A version of open data that was published. */
export interface OpenVersionWritten {
  readonly version: number;
  readonly transactionId: string;
}

/** What is asked of the catalogue of shared resources and of its three lists. */
export interface CatalogueServices {
  readonly catalogue: {
    /** An entry with its revisions. */
    get(caller: Caller, place: EntryPlace): Promise<CatalogueEntryAnswer>;
    list(caller: Caller, list: CatalogueList, query: CatalogueQuery): Promise<Page<CatalogueRecord>>;
    put(
      caller: Caller,
      list: CatalogueList,
      input: EntriesInput,
      once: Idempotency,
    ): Promise<OrSigning<EntriesWrittenAnswer>>;
    retire(caller: Caller, input: RetireInput, once: Idempotency): Promise<OrSigning<EntriesWrittenAnswer>>;
    /** How far catalogue and lists agree, as the contract computes it. */
    consistency(caller: Caller, query: ConsistencyQuery): Promise<ConsistencyReport>;
    /** What a file would change. */
    check(caller: Caller, list: CatalogueList, query: CheckFileQuery, file: Upload): Promise<FilePlanAnswer>;
    /** Writes what the check has shown. */
    write(
      caller: Caller,
      list: CatalogueList,
      sent: { readonly query: WriteFileQuery; readonly file: Upload },
      once: Idempotency,
    ): Promise<OrSigning<FileWrittenAnswer>>;
    export(caller: Caller, list: CatalogueList, query: ExportQuery): Promise<SentFile>;
    openVersions(resource: string, query: PageQuery): Promise<Page<OpenVersionAnswer>>;
    publish(
      caller: Caller,
      resource: string,
      input: OpenVersionInput,
      once: Idempotency,
    ): Promise<OrSigning<OpenVersionWritten>>;
    /** Which published version a download is. */
    checkDownload(resource: string, file: Uint8Array): Promise<DownloadVerdict>;
  };
}
