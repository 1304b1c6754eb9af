import { model } from '../kernel/store';

/** The welcome that is being gathered in a group, one document a group. */
export interface WelcomeDoc {
  _id: string;
  /** Key of the planned line. */
  key: string;
  dueAt: Date;
  /** The first few names; `count` counts them all. */
  names: string[];
  count: number;
}

export const Welcomes = model<WelcomeDoc>('group_welcomes', {
  key: String,
  dueAt: Date,
  names: [String],
  count: Number,
});
