/** A description file. */
export const xml = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
// What XML 1.0 §2.2 has no place for, written as the replacement character.
// eslint-disable-next-line no-control-regex
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu;

/** Text as it stands in a description file. */
export const escaped = (text: string): string =>
  text.replace(NO_CHARACTER, '\ufffd').replace(/[<>&"]/g, (character) => ENTITIES[character] ?? '');

/** A round seal: ring, star and the department's name. */
export const sealPicture = (name: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420"><g fill="none" stroke="#d00" stroke-width="12">' +
  '<circle cx="210" cy="210" r="200"/></g><g fill="#d00" text-anchor="middle">' +
  '<path d="M210 130l18 56h59l-48 35 18 56-47-35-47 35 18-56-48-35h59z"/>' +
  '<path id="a" fill="none" d="M60 210a150 150 0 0 1 300 0"/>' +
  `<text font-size="36"><textPath href="#a" startOffset="50%">${escaped(name)}</textPath></text></g></svg>`;
