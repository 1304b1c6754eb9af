export default definePageConfig({
  navigationBarTitleText: '我的收益',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
