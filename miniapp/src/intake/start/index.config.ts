export default definePageConfig({
  navigationBarTitleText: '测一测',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
