export default definePageConfig({
  navigationBarTitleText: '验证',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
