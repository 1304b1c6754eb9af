/** One fact that a command tells the rest of the product, e.g. `activity.closed`. */
export interface EventType<P> {
  readonly type: string;
  (payload: P): DomainEvent<P>;
}

export interface DomainEvent<P = unknown> {
  readonly type: string;
  readonly payload: P;
}

/** Declares an event. Searching for its name shows the cause and every effect. */
export function event<P>(type: string): EventType<P> {
  const make = (payload: P): DomainEvent<P> => ({ type, payload });
  return Object.defineProperty(make, 'type', { value: type }) as unknown as EventType<P>;
}
