import { location } from './common';

/** The parts of a field path, checked as MongoDB does. */
export function fieldPath(text: string): string[] {
  if (text === '') throw location(16872, "'$' by itself is not a valid FieldPath");
  if (text.endsWith('.')) throw location(40353, "FieldPath must not end with a '.'.");
  const parts = text.split('.');
  for (const part of parts) {
    if (part === '') throw location(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$'))
      throw location(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    if (part.includes('\0')) throw location(16411, 'FieldPath field names may not contain embedded nulls');
  }
  return parts;
}
