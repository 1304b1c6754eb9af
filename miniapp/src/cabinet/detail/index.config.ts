export default definePageConfig({
  navigationBarTitleText: '我的奖品',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
