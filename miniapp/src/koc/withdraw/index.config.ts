export default definePageConfig({
  navigationBarTitleText: '提现',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
