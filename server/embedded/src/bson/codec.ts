/** BSON in and out: check what strangers send, decode what is trusted, encode what leaves. */
export { checkDocument, MAX_DOCUMENT_BYTES } from './check';
export { decode, rawDocuments } from './decode';
export { encode, Raw, type Reply, type ReplyValue } from './encode';
export { field, isPlainReplacement, keepFields, pick, withIdFirst, withIdOf } from './scan';
