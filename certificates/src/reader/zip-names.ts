const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL_HEADER = Buffer.from('PK\x01\x02', 'latin1');
const CENTRAL_HEADER_BYTES = 46;
const NAME_LENGTH_AT = 28;

export const isZip = (bytes: Uint8Array): boolean =>
  LOCAL_HEADER.equals(bytes.subarray(0, LOCAL_HEADER.length));

/** Whether a zip archive's directory names a file so, without opening it (APPNOTE 4.3.12). */
export const hasEntry = (bytes: Uint8Array, name: string): boolean => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf(name); at >= 0; at = file.indexOf(name, at + 1)) {
    const header = at - CENTRAL_HEADER_BYTES;
    if (header < 0 || !file.subarray(header, header + 4).equals(CENTRAL_HEADER)) continue;
    if (file.readUInt16LE(header + NAME_LENGTH_AT) === name.length) return true;
  }
  return false;
};
