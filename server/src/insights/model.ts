import { Mixed, model } from '../kernel/store';

/** What was given on one Shanghai day in the groups of one unit, rolled up as it happens. */
export interface DayRow {
  _id: string;
  day: number;
  unitId: string;
  points: number;
  /** Rewarded participations by ten minutes of the day (0–143), so that today compares with yesterday so far. */
  slots: Record<string, number>;
  expireAt: Date;
}
export const Days = model<DayRow>(
  'insight_days',
  { day: Number, unitId: String, points: Number, slots: Mixed, expireAt: Date },
  [{ keys: { day: 1, unitId: 1 } }, { keys: { expireAt: 1 }, options: { expireAfterSeconds: 0 } }],
);

/** That a person got something on a day, and in which units; one row a person and day. */
export interface DayPersonRow {
  _id: string;
  day: number;
  units: string[];
  expireAt: Date;
}
export const DayPeople = model<DayPersonRow>(
  'insight_day_people',
  { day: Number, units: [String], expireAt: Date },
  [{ keys: { day: 1, units: 1 } }, { keys: { expireAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
