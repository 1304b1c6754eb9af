/** One line that leaves through a channel. */
export interface ChannelMessage {
  /** Stable over retries: a channel that knows the key must not show the line again. */
  readonly key: string;
  /** The channel's own id of the group. */
  readonly channelGroupId: string;
  readonly groupId: string;
  readonly text: string;
  /** The mini-program card under the line: it opens the activity or, with `boxId`, that box. */
  readonly card?: { readonly activityId: string; readonly title: string; readonly boxId?: string };
  /** Who speaks, as people in the group see it. */
  readonly persona: string;
  /** When the line was said. */
  readonly at: Date;
}

/** What a channel must do to let the bot speak. Only the gate's deliverer calls it. */
export interface ChannelAdapter {
  readonly name: string;
  /**
   * Hands one line over; resolves once the channel has it.
   * @throws ChannelDown to be tried again later, ChannelRefused when trying again would not help.
   */
  send(message: ChannelMessage): Promise<void>;
}

/** The channel does not answer or asks to slow down: the line waits and is not lost. */
export class ChannelDown extends Error {
  constructor(
    reason: string,
    /** How long the channel asked to be left alone, if it said. */
    readonly retryAfterMs?: number,
  ) {
    super(reason);
  }
}

/** The channel said a final no; `reason` is shown to people, in Chinese. */
export class ChannelRefused extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

const adapters = new Map<string, ChannelAdapter>();

/** Makes a channel known by its name; the later one of a name replaces the earlier. */
export const registerChannel = (adapter: ChannelAdapter): void => void adapters.set(adapter.name, adapter);

/** The adapter of a channel, or undefined where this server has none. */
export const channelAdapter = (name: string): ChannelAdapter | undefined => adapters.get(name);

/** The channels this server knows. */
export const channelNames = (): string[] => [...adapters.keys()];
