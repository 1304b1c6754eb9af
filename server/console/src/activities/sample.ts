import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';

/** A table that imports as it stands (its days lie ahead), with the columns most people need. */
export const sampleCsv = (now = new Date()): string => {
  const day = (on: number): string => dayToText(shanghaiDay(now) + on);
  return [
    '标题,类型,群,开始,结束,触发词,每天时段,积分,每人次数,总名额,选项',
    `早安打卡,打卡,所有群,${day(1)},${day(30)},1,07:00-09:00,2,,,`,
    `新品试喝报名,报名,所有群,${day(2)} 20:00,${day(2)} 21:00,1,,5,1,50,`,
    `下月主题投票,投票,所有群,${day(3)} 20:00,${day(3)} 22:00,,,0,,,1=手冲课；2=拉花课`,
  ].join('\r\n');
};
