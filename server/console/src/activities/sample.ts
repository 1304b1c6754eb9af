/** A table that imports as it stands; its columns are those of the server's reader. */
export const SAMPLE_CSV = [
  '名称,类型,口令,群,开始,结束,积分,总名额,每人次数',
  '早安打卡,打卡,1,标签:咖啡,2026-12-01 07:00,2026-12-31 09:00,2,,',
  '周六晚报名,报名,1,所有,2026-12-05 20:00,2026-12-05 21:00,5,50,1',
].join('\r\n');
