import { KIND, type KeyWriter } from './keys';
import { encodeNumber } from './number-keys';

/** Index keys made from encoded documents, byte to byte: no value of the common kinds is ever decoded. */

/**
 * Appends the key of an encoded value, just as `writeKey` would; a field that is missing has type 0 and counts as
 * null. False, with nothing appended, where the value must be decoded: documents, arrays and rare kinds.
 */
export function writeRawKey(
  out: KeyWriter,
  bytes: Buffer,
  type: number,
  at: number,
  direction: 1 | -1,
): boolean {
  const start = out.at;
  switch (type) {
    case 0x00:
    case 0x0a:
      out.byte(KIND.null);
      break;
    case 0x01:
      out.byte(KIND.number);
      encodeNumber(out, bytes.readDoubleLE(at));
      break;
    case 0x02:
      out.byte(KIND.string);
      out.rawText(bytes, at + 4, at + 3 + bytes.readInt32LE(at));
      break;
    case 0x07:
      out.byte(KIND.objectId);
      for (let i = 0; i < 12; i++) out.byte(bytes[at + i]!);
      break;
    case 0x08:
      out.byte(KIND.bool);
      out.byte(bytes[at]!);
      break;
    case 0x09:
      // Milliseconds, big-endian, with the sign turned, so that they sort as bytes.
      out.byte(KIND.date);
      out.byte(bytes[at + 7]! ^ 0x80);
      for (let i = 6; i >= 0; i--) out.byte(bytes[at + i]!);
      break;
    case 0x10:
      out.byte(KIND.number);
      encodeNumber(out, bytes.readInt32LE(at));
      break;
    case 0x12:
      out.byte(KIND.number);
      encodeNumber(out, bytes.readBigInt64LE(at));
      break;
    default:
      return false;
  }
  if (direction === -1) out.invertFrom(start);
  return true;
}
