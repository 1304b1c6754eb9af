export default definePageConfig({
  navigationBarTitleText: '奖品柜',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
