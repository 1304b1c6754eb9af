/** The voice in which the bot speaks. */
export const BOT_PERSONA = '小助理';
