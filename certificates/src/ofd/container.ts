import { posix } from 'node:path';
import { unpack, type Files } from './archive.js';
import { OfdFault } from './fault.js';
import { all, malformed, only, readXml, textOf, type Element } from './xml.js';

export const ENTRY = '/OFD.xml';

/** An opened container: its files, and what its entry file leads to. */
export interface Container {
  readonly files: Files;
  /** The list of its signatures. */
  readonly signatures: { readonly path: string; readonly entries: readonly SignatureEntry[] };
  /** The certificate's evidence document, where one is attached. */
  readonly evidence: Buffer | undefined;
}

/** Where a signature is described (GB/T 33190 §18.1). */
export interface SignatureEntry {
  readonly id: string;
  readonly type: string;
  /** The path of its description. */
  readonly path: string;
}

/** The attachment under which we put the evidence document. */
export const EVIDENCE = 'evidence';

/** Opens a container with one document. Throws OfdFault. */
export const openContainer = async (bytes: Buffer): Promise<Container> => {
  const files = await unpack(bytes);
  const body = only(xmlAt(files, ENTRY), 'DocBody', ENTRY);
  const root = resolve(ENTRY, textOf(body, 'DocRoot', ENTRY));
  const document = xmlAt(files, root);
  const [list] = all(body, 'Signatures');
  return {
    files,
    signatures: list ? signaturesAt(files, resolve(ENTRY, list.text.trim())) : { path: '', entries: [] },
    evidence: attachedIn(files, document, root),
  };
};

/** Each costs its verifier two signatures and a digest of every file; contracts bear a handful. */
const MOST_SIGNATURES = 16;

const signaturesAt = (files: Files, path: string): Container['signatures'] => {
  const listed = all(xmlAt(files, path), 'Signature');
  if (listed.length > MOST_SIGNATURES) throw unsafe('tooManySignatures', path);
  const entries = listed.map(({ attributes: { ID, Type = 'Seal', BaseLoc } }) => {
    if (ID === undefined || BaseLoc === undefined) throw malformed(path);
    return { id: ID, type: Type, path: resolve(path, BaseLoc) };
  });
  if (new Set(entries.map((entry) => entry.path)).size < entries.length) throw unsafe('signatureTwice', path);
  return { path, entries };
};

const attachedIn = (files: Files, document: Element, root: string): Buffer | undefined => {
  const [list] = all(document, 'Attachments');
  if (!list) return undefined;
  const path = resolve(root, list.text.trim());
  const named = all(xmlAt(files, path), 'Attachment').filter(
    ({ attributes }) => attributes.Name === EVIDENCE,
  );
  if (named.length > 1) throw malformed(path);
  return named[0] && files.get(resolve(path, textOf(named[0], 'FileLoc', path)));
};

/** A description file. Throws OfdFault where it is missing or none. */
export const xmlAt = (files: Files, path: string): Element => readXml(fileAt(files, path), path);

/** Throws OfdFault where it is missing. */
export const fileAt = (files: Files, path: string): Buffer => {
  const file = files.get(path);
  if (file === undefined) throw new OfdFault('OFD_FILE_MISSING', { file: path });
  return file;
};

const unsafe = (reason: string, file: string): OfdFault => new OfdFault('OFD_UNSAFE', { reason, file });

/** A location as it stands in `base`: from the container's root, or from the folder of that file (ST_Loc). */
export const resolve = (base: string, location: string): string =>
  posix.normalize(location.startsWith('/') ? location : posix.join(posix.dirname(base), location));
