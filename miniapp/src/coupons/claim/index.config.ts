export default definePageConfig({
  navigationBarTitleText: '领券',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
