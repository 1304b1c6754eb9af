declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]?: B };

export type ActivityId = Branded<string, 'activity'>;
/** A group as we know it; the channel's own id is `channelGroupId`. */
export type GroupId = Branded<string, 'group'>;
/** A person as we know them. Derived from their first identity, so that the hot path needs no look-up. */
export type PersonId = Branded<string, 'person'>;
export type StaffId = Branded<string, 'staff'>;
export type UnitId = Branded<string, 'unit'>;

/** Points: whole numbers, never fractions. */
export type Points = Branded<number, 'points'>;
/** 1/100 yuan; whole numbers only. */
export type Fen = Branded<number, 'fen'>;
