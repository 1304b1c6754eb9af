import type { Right, Role } from '@kouyi/shared/types';

/** Who acts. Doors find out; policies decide; audit rows keep the id. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'member'; readonly personId: string; readonly sessionId: string }
  | {
      readonly kind: 'staff';
      readonly staffId: string;
      readonly name: string;
      readonly roles: readonly { readonly role: Role; readonly unitId: string }[];
      readonly rights: readonly Right[];
      readonly sessionId: string;
    }
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly name: string;
      readonly rights: readonly Right[];
    };

export type StaffActor = Extract<Actor, { kind: 'staff' }>;
export type MemberActor = Extract<Actor, { kind: 'member' }>;

/** The server itself, by the name of what it does. */
export const system = (name: string): Actor => ({ kind: 'system', name });

/** How an actor is named in audit rows. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.staffId;
    case 'key':
      return actor.keyId;
    case 'member':
      return actor.personId;
    case 'system':
      return `system:${actor.name}`;
    case 'anonymous':
      return 'anonymous';
  }
}

/** Who it was, as the record and the log name them. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'staff' || actor.kind === 'key'
    ? actor.name
    : actor.kind === 'system'
      ? '系统'
      : actorId(actor);
